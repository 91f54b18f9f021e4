package dev.keysmith.functions.ledger.usage;

import static org.assertj.core.api.Assertions.assertThat;

import dev.keysmith.core.key.ApiKey;
import dev.keysmith.core.key.ApiKeyMetadata;
import dev.keysmith.core.key.KeyId;
import dev.keysmith.core.meter.MeterId;
import dev.keysmith.core.meter.Terms;
import dev.keysmith.core.testing.Core;
import dev.keysmith.functions.ledger.RecordWriter;
import dev.keysmith.functions.ledger.testing.Life;
import dev.keysmith.functions.ledger.testing.TestLedger;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Usage from the stream of real meters. */
final class UsageTest {

    private static final long DAY_SECONDS = Duration.ofDays(1).toSeconds();
    private static final Pattern TIME = Pattern.compile("\"ApproximateCreationDateTime\":([0-9]+)");

    private final Life life = new Life();
    private final TestLedger ledger = new TestLedger(life.settings());

    @AfterEach
    void close() {
        ledger.close();
    }

    @Test
    void callsOfADayAreWhatTheMeterWasChargedOnThatDay() {
        ApiKey key = life.issue();
        use(key, 40);
        List<String> first = life.stateStream.all();
        use(key, 20);
        List<String> both = life.stateStream.all();

        store(life.keyStream.all());
        store(first);
        store(both.subList(first.size(), both.size()).stream()
                .map(record -> daysLater(record, 1))
                .toList());

        String chargedFirst =
                ledger.rows("SELECT calls FROM usage_day ORDER BY day").getFirst();
        String chargedThen =
                ledger.rows("SELECT calls FROM usage_day ORDER BY day").getLast();
        assertThat(Long.parseLong(chargedFirst)).isGreaterThanOrEqualTo(40);
        assertThat(Long.parseLong(chargedFirst) + Long.parseLong(chargedThen)).isEqualTo(total(key.keyId()));
        assertThat(ledger.rows("SELECT owner, total FROM usage_day JOIN api_key USING (key_id, owner)"))
                .hasSize(2)
                .allMatch(row -> row.equals("acme|" + total(key.keyId())));
    }

    @Test
    void repeatedAndReorderedReadingsEndInTheSameRows() {
        ApiKey key = life.issue();
        ApiKey other = life.issue();
        for (int i = 0; i < 8; i++) {
            use(key, 7);
            use(other, 3);
        }
        List<String> records = new ArrayList<>(life.stateStream.all());
        assertThat(records).hasSizeGreaterThan(8);
        for (int i = records.size() / 2; i < records.size(); i++) {
            records.set(i, daysLater(records.get(i), 1));
        }
        records.addAll(life.keyStream.all());
        store(records);
        List<String> expected = dump();

        for (int seed = 0; seed < 30; seed++) {
            ledger.run("TRUNCATE event, chain_head, api_key, usage_day");
            Random random = new Random(seed);
            List<String> delivered = new ArrayList<>(records);
            delivered.addAll(records.subList(0, random.nextInt(records.size())));
            Collections.shuffle(delivered, random);
            store(delivered);

            assertThat(dump()).as("seed " + seed).isEqualTo(expected);
        }
    }

    @Test
    void usageThatComesBeforeTheKeysIssueGetsItsOwnerThen() {
        ApiKey key = life.issue();
        use(key, 5);

        store(life.stateStream.all());
        assertThat(ledger.rows("SELECT owner, status FROM usage_day JOIN api_key USING (key_id, owner)"))
                .isEmpty();
        assertThat(ledger.rows("SELECT status FROM api_key")).containsExactly("unknown");

        store(life.keyStream.all());
        assertThat(ledger.rows("SELECT usage_day.owner, status FROM usage_day JOIN api_key USING (key_id)"))
                .containsExactly("acme|active");
    }

    @Test
    void batchesOfBothStreamsSideBySideDoNotLockEachOtherOut() throws Exception {
        for (int i = 0; i < 40; i++) {
            use(life.issue(), 1);
        }
        List<String> keys = life.keyStream.all();
        List<String> meters = new ArrayList<>(life.stateStream.all());
        Collections.reverse(meters);
        try (TestLedger second = new TestLedger(life.settings());
                ExecutorService threads = Executors.newFixedThreadPool(2)) {
            second.shareDatabaseOf(ledger);
            for (int round = 0; round < 20; round++) {
                ledger.run("TRUNCATE event, chain_head, api_key, usage_day");
                Future<?> byKey = threads.submit(() -> store(keys));
                Future<?> byMeter =
                        threads.submit(() -> second.get(RecordWriter.class).write(meters));
                byKey.get();
                byMeter.get();

                assertThat(ledger.rows("SELECT count(*) FROM usage_day WHERE owner = 'acme'"))
                        .containsExactly("40");
            }
        }
    }

    @Test
    void meterThatIsMadeAnewIsCountedOnTopOfTheOneBefore() {
        ApiKey key = life.issue();
        use(key, 10);
        long before = total(key.keyId());
        ApiKeyMetadata metadata = metadata(key);
        life.core.revoker.delete(life.admin, key.keyId().value(), Optional.empty(), Core.origin());
        use(metadata, 4);
        long after = total(key.keyId());

        List<String> records = life.stateStream.all();
        store(records);
        store(records);

        assertThat(ledger.rows("SELECT calls FROM usage_day")).containsExactly(Long.toString(before + after));
    }

    @Test
    void whatIsNoKeysMeterIsLeftAlone() {
        life.issue();
        List<String> records = life.stateStream.all();
        assertThat(records).isNotEmpty().allMatch(record -> record.contains("OWNER#"));

        store(records);
        store(List.of(records.getFirst().replaceAll("OWNER#[a-z]+", "METER#anonymous/192.0.2.1")));

        assertThat(ledger.rows("SELECT * FROM api_key")).isEmpty();
        assertThat(ledger.rows("SELECT * FROM usage_day")).isEmpty();
    }

    private void use(ApiKey key, int calls) {
        use(metadata(key), calls);
    }

    private void use(ApiKeyMetadata key, int calls) {
        for (int i = 0; i < calls; i++) {
            life.core.leases.admit(Terms.of(key, key.generation(), Duration.ofDays(30)));
        }
        // The lease ends, so that the next use has another.
        life.core.clock.advance(Duration.ofSeconds(30));
    }

    private ApiKeyMetadata metadata(ApiKey key) {
        return life.core.keys.find(key.keyId()).orElseThrow().metadata();
    }

    private long total(KeyId keyId) {
        return life.core.meters.find(MeterId.of(keyId)).orElseThrow().charged();
    }

    private static String daysLater(String record, int days) {
        Matcher time = TIME.matcher(record);
        return time.replaceFirst(
                match -> "\"ApproximateCreationDateTime\":" + (Long.parseLong(match.group(1)) + days * DAY_SECONDS));
    }

    private void store(List<String> records) {
        assertThat(ledger.get(RecordWriter.class).write(records)).isEmpty();
    }

    private List<String> dump() {
        List<String> rows = new ArrayList<>(ledger.rows("SELECT * FROM usage_day ORDER BY key_id, day"));
        rows.addAll(ledger.rows("SELECT * FROM api_key ORDER BY key_id"));
        return rows;
    }
}
