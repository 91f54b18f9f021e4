package dev.keysmith.functions.ledger;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.keysmith.core.error.UnavailableException;
import dev.keysmith.core.key.KeyId;
import dev.keysmith.core.testing.AskedChange;
import dev.keysmith.functions.ledger.deadletter.DeadLetter;
import dev.keysmith.functions.ledger.deadletter.DeadLetters;
import dev.keysmith.functions.ledger.stream.StreamBatch;
import dev.keysmith.functions.ledger.testing.Life;
import dev.keysmith.functions.ledger.testing.StreamTexts;
import dev.keysmith.functions.ledger.testing.TestLedger;
import dev.keysmith.functions.ledger.testing.TestSecrets;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What becomes of records that cannot be stored, for their own fault or for that of others. */
final class StreamConsumerTest {

    private static final int NAMED = 2;

    private final Life life = new Life();
    private final TestLedger ledger = new TestLedger(life.settings());
    private final List<DeadLetter> letters = new ArrayList<>();

    @AfterEach
    void close() {
        ledger.close();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = ';',
            value = {
                // What PostgreSQL cannot hold.
                "\"S\":\"second\"; \"S\":\"se\\\\u0000cond\"; the database refuses it: SQLSTATE 22021",
                "\"changed_action\":{\"S\":\"updated\"}; \"changed_action\":{\"S\":\"enchanted\"}; the image of the key is not in order",
                "\"changed_at\":{\"N\":; \"changed_at\":{\"S\":; the image of the key is not in order",
                "\"eventName\":\"MODIFY\"; \"eventName\":\"MERGE\"; eventName is unknown",
                "\"eventName\":\"MODIFY\"; \"eventName\":\"REMOVE\"; the images are not those of REMOVE",
                "\"eventName\":\"MODIFY\"; \"eventName\":7; eventName is unknown",
                "\"NewImage\":{; \"NewImage\":{\"key_id\":{\"S\":\"x\"},; the record is no JSON, or a part has another type than it must have",
                ":table/; :table/other-; the record is of neither table",
                "\"version\":{\"N\":\"2\"}; \"version\":{\"N\":\"1\"}; the key was changed without a new version: not by Keysmith",
            })
    void recordAtFaultIsPutAsideWholeAndTheRestGoesOn(String text, String replacement, String reason) {
        KeyId before = life.issue().keyId();
        KeyId keyId = life.issue().keyId();
        life.update(keyId, AskedChange.ofKey().name("second"));
        KeyId after = life.issue().keyId();
        List<String> records = new ArrayList<>(life.keyStream.all());
        UnaryOperator<String> spoil = record -> record.replace(text, replacement.replace("\\\\", "\\"));
        int poisoned = records.size() - NAMED;
        records.set(poisoned, spoil.apply(records.get(poisoned)));
        assertThat(records.get(poisoned)).isNotEqualTo(life.keyStream.all().get(poisoned));

        assertThat(take(records)).hasSize(1);

        assertThat(letters.getFirst().reason()).isEqualTo(reason);
        assertThat(letters.getFirst().record()).isEqualTo(records.get(poisoned));
        assertThat(ledger.rows("SELECT key_id, version FROM event"))
                .contains(before.value() + "|1", keyId.value() + "|1", after.value() + "|1")
                .doesNotContain(keyId.value() + "|2");

        // After the fault is mended, it is stored as if nothing had been.
        assertThat(take(List.of(life.keyStream.all().get(poisoned)))).isEmpty();
        assertThat(ledger.rows("SELECT key_id, version FROM event WHERE link IS NOT NULL"))
                .contains(keyId.value() + "|2");
    }

    @Test
    void anotherChangeOfTheSameVersionIsPutAside() {
        KeyId keyId = life.issue().keyId();
        life.update(keyId, AskedChange.ofKey().name("second"));
        List<String> records = life.keyStream.all();
        take(records);

        String other = records.getLast().replace("\"second\"", "\"forged\"");
        assertThat(take(List.of(other)))
                .extracting(DeadLetter::reason)
                .singleElement()
                .asString()
                .contains("another event");
        assertThat(ledger.rows("SELECT name FROM api_key WHERE key_id = '" + keyId.value() + "'"))
                .containsExactly("second");
    }

    @Test
    void repeatedLetterHasTheSameIdAndAnotherRecordAnotherOne() {
        life.issue();
        List<String> records = life.keyStream.all().stream()
                .map(record -> record.replace("\"issued\"", "\"enchanted\""))
                .toList();

        take(records);
        take(records);

        assertThat(letters).hasSize(4);
        assertThat(letters.stream().map(DeadLetter::id).distinct()).hasSize(2);
    }

    @Test
    void nothingIsStoredAndNothingPutAsideWhileTheDatabaseIsOutOfReach() {
        life.issue();
        TestSecrets secrets = ledger.get(TestSecrets.class);
        String database = secrets.fetch("database");
        secrets.set("database", database.replaceFirst("\"port\": [0-9]+", "\"port\": 1"));

        assertThatThrownBy(() -> take(life.keyStream.all())).isInstanceOf(RuntimeException.class);
        assertThat(letters).isEmpty();

        secrets.set("database", database);
        assertThat(take(life.keyStream.all())).isEmpty();
        assertThat(ledger.rows("SELECT count(*) FROM event")).containsExactly("2");
    }

    @Test
    void nothingOfABatchIsStoredWhereTheLedgersSecretIsOutOfReach() {
        life.issue();
        TestSecrets secrets = ledger.get(TestSecrets.class);
        secrets.set("ledger", "{}");

        assertThatThrownBy(() -> take(life.keyStream.all())).isInstanceOf(UnavailableException.class);
        assertThat(letters).isEmpty();
    }

    @Test
    void batchFailsWhereALetterCannotBeKept() {
        life.issue();
        List<String> records = List.of(life.keyStream.all().getFirst(), "{\"eventName\": 1}");
        StreamConsumer consumer = consumer(letter -> {
            throw new UnavailableException("no store");
        });

        assertThatThrownBy(() -> consumer.take(records)).isInstanceOf(UnavailableException.class);
        assertThat(ledger.rows("SELECT count(*) FROM event")).containsExactly("0");
    }

    @Test
    void recordsOfABatchAreTakenToTheLetter() throws IOException {
        List<String> records = List.of("{\"a\": 1.50,  \"b\":\"\\u00e9é☃\"}", "{}");

        assertThat(StreamBatch.texts(StreamTexts.batch(records))).isEqualTo(records);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = ';',
            value = {"''", "[]", "{\"records\":[]}", "{\"Records\":{}}", "{\"Records\":[1]}", "{\"Records\":[{}"})
    void whatIsNoBatchIsRefused(String event) {
        assertThatThrownBy(() -> StreamBatch.texts(event.getBytes(StandardCharsets.UTF_8)))
                .isInstanceOf(IOException.class);
    }

    private List<DeadLetter> take(List<String> records) {
        return consumer(letters::add).take(records).putAside();
    }

    private StreamConsumer consumer(DeadLetters deadLetters) {
        return new StreamConsumer(ledger.get(RecordWriter.class), deadLetters, life.core.clock);
    }
}
