package dev.keysmith.functions.ledger.chain;

import dev.keysmith.functions.ledger.chain.Finding.Kind;
import dev.keysmith.functions.ledger.store.ChainHead;
import dev.keysmith.functions.ledger.store.EventRow;
import jakarta.inject.Singleton;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * Verifies the ledger: every seal and every link is made anew, every chain is held against its head, and all against a checkpoint
 * where there is one. It reads the ledger as it is at one moment, and holds a page of it.
 */
@Singleton
public final class ChainVerifier {

    private final LedgerSnapshot ledger;
    private final Seals seals;
    private final Diagnosis diagnosis;
    private final CheckpointSeal checkpointSeal;

    ChainVerifier(LedgerSnapshot ledger, Seals seals, Diagnosis diagnosis, CheckpointSeal checkpointSeal) {
        this.ledger = ledger;
        this.seals = seals;
        this.diagnosis = diagnosis;
        this.checkpointSeal = checkpointSeal;
    }

    /**
     * Verifies the whole ledger.
     *
     * @param checkpoint the content of a checkpoint to hold it against
     * @throws dev.keysmith.core.error.UnavailableException where the ledger's secret is out of reach
     */
    public Verification verify(Optional<byte[]> checkpoint) {
        if (checkpoint.filter(content -> !checkpointSeal.isRight(content)).isPresent()) {
            return new Verification(
                    0,
                    0,
                    Optional.of(new Finding(
                            Kind.ALTERED,
                            Optional.empty(),
                            Optional.empty(),
                            Optional.empty(),
                            "the checkpoint does not match its seal")));
        }
        return ledger.read(() -> {
            try (CheckpointReader marks = CheckpointReader.of(checkpoint)) {
                return new Run(ledger.events(), ledger.heads(), marks).run();
            }
        });
    }

    private final class Run {

        private final Cursor<EventRow> events;
        private final Cursor<ChainHead> heads;
        private final CheckpointReader marks;
        private long keyCount;
        private long eventCount;

        Run(Cursor<EventRow> events, Cursor<ChainHead> heads, CheckpointReader marks) {
            this.events = events;
            this.heads = heads;
            this.marks = marks;
        }

        Verification run() {
            Optional<Finding> finding = Optional.empty();
            for (Optional<String> key = nextKey(); key.isPresent() && finding.isEmpty(); key = nextKey()) {
                finding = walk(key.get());
            }
            return new Verification(keyCount, eventCount, finding);
        }

        /** The least key that any of the three has. All are in the order of keys. */
        private Optional<String> nextKey() {
            return Stream.of(
                            events.peek().map(EventRow::keyId),
                            heads.peek().map(ChainHead::keyId),
                            marks.peek().map(CheckpointHead::keyId))
                    .flatMap(Optional::stream)
                    .min(String::compareTo);
        }

        private Optional<Finding> walk(String keyId) {
            boolean hasHead =
                    heads.peek().filter(head -> head.keyId().equals(keyId)).isPresent();
            boolean hasMark =
                    marks.peek().filter(mark -> mark.keyId().equals(keyId)).isPresent();
            KeyWalk walk = new KeyWalk(
                    keyId,
                    hasHead ? heads.next() : Optional.empty(),
                    hasMark ? marks.next() : Optional.empty(),
                    seals,
                    diagnosis);
            keyCount++;
            while (events.peek().filter(row -> row.keyId().equals(keyId)).isPresent()) {
                eventCount++;
                Optional<Finding> finding = walk.next(events.next().orElseThrow());
                if (finding.isPresent()) {
                    return finding;
                }
            }
            return walk.end();
        }
    }
}
