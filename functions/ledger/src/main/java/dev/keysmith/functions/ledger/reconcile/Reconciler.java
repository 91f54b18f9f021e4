package dev.keysmith.functions.ledger.reconcile;

import dev.keysmith.core.key.KeyId;
import dev.keysmith.core.key.dynamodb.KeyImage;
import dev.keysmith.functions.ledger.reconcile.Standing.Closing;
import dev.keysmith.functions.ledger.table.KeyTableReader;
import jakarta.inject.Singleton;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * Brings the ledger to what the table of keys says, after the stream lost something or the table was restored. It reads the whole table,
 * and holds the ids of the ledger's keys. A second run finds nothing more.
 */
@Singleton
public final class Reconciler {

    private static final int MOST_GAPS = 100;

    private final Histories histories;
    private final KeyTableReader table;
    private final DeadLetterKeys deadLetters;
    private final KeyReconciler keys;
    private final InstantSource clock;

    Reconciler(
            Histories histories,
            KeyTableReader table,
            DeadLetterKeys deadLetters,
            KeyReconciler keys,
            InstantSource clock) {
        this.histories = histories;
        this.table = table;
        this.deadLetters = deadLetters;
        this.keys = keys;
        this.clock = clock;
    }

    /**
     * Compares each key, and closes what is between.
     *
     * @param olderThan how old a change must be that the ledger lacks: younger ones may still be on their way
     */
    public Reconciliation run(Duration olderThan) {
        Instant before = clock.instant().minus(olderThan);
        Set<String> waiting = deadLetters.find();
        // Before the table is read: what the ledger hears of afterwards is not gone from the table.
        Set<String> unseen = openKeys();
        Map<String, Closing> suspects = new HashMap<>();
        Counter count = new Counter();
        table.scan(key -> {
            count.keys++;
            unseen.remove(key.keyId().value());
            keys.suspect(key.keyId().value(), Optional.of(key), before)
                    .ifPresent(gap -> suspects.put(key.keyId().value(), gap));
        });
        count.keys += unseen.size();
        for (String keyId : unseen) {
            keys.suspect(keyId, Optional.<KeyImage>empty(), before).ifPresent(gap -> suspects.put(keyId, gap));
        }
        suspects.entrySet().stream()
                .sorted(Map.Entry.comparingByKey())
                .forEach(suspect -> reconcile(suspect.getKey(), suspect.getValue(), waiting, before, count));
        return new Reconciliation(count.keys, count.reconciled, count.gaps);
    }

    private void reconcile(String keyId, Closing suspicion, Set<String> waiting, Instant before, Counter count) {
        Optional<KeyId> known = KeyId.parse(keyId);
        if (waiting.contains(keyId)) {
            count.add(suspicion.gap().withDetail("a dead letter of the key waits: replay it first"));
        } else if (suspicion.at().isEmpty() || known.isEmpty()) {
            count.add(suspicion.gap());
        } else {
            List<Gap> closed = keys.reconcile(known.get(), before);
            closed.forEach(count::add);
            count.reconciled += closed.size();
        }
    }

    private Set<String> openKeys() {
        Set<String> open = new HashSet<>();
        List<String> page = histories.findOpen("");
        while (!page.isEmpty()) {
            open.addAll(page);
            page = histories.findOpen(page.getLast());
        }
        return open;
    }

    private static final class Counter {

        private final List<Gap> gaps = new ArrayList<>();
        private long keys;
        private long reconciled;

        private void add(Gap gap) {
            if (gaps.size() < MOST_GAPS) {
                gaps.add(gap);
            }
        }
    }
}
