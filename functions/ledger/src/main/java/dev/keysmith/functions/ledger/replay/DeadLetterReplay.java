package dev.keysmith.functions.ledger.replay;

import dev.keysmith.functions.ledger.RecordWriter;
import dev.keysmith.functions.ledger.deadletter.DeadLetter;
import dev.keysmith.functions.ledger.deadletter.StoredDeadLetters;
import jakarta.inject.Singleton;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Stores dead letters again, as the streams' records that they are. Those that are stored now are removed. */
@Singleton
public final class DeadLetterReplay {

    private final StoredDeadLetters letters;
    private final RecordWriter records;

    DeadLetterReplay(StoredDeadLetters letters, RecordWriter records) {
        this.letters = letters;
        this.records = records;
    }

    /**
     * What became of dead letters.
     *
     * @param count how many are stored
     * @param failed those that are not, and stay
     */
    public record Replayed(int count, List<Failed> failed) {

        public Replayed {
            failed = List.copyOf(failed);
        }
    }

    /** A dead letter that still cannot be stored, and why. */
    public record Failed(String id, String reason) {}

    /** Replays all, in the order of their ids. */
    public Replayed all() {
        int count = 0;
        List<Failed> failed = new ArrayList<>();
        for (String id : letters.ids()) {
            Optional<Replayed> one = one(id);
            count += one.map(Replayed::count).orElse(0);
            one.map(Replayed::failed).ifPresent(failed::addAll);
        }
        return new Replayed(count, failed);
    }

    /** Replays one; empty where there is none of this id. */
    public Optional<Replayed> one(String id) {
        return letters.find(id).map(this::replay);
    }

    private Replayed replay(DeadLetter letter) {
        List<RecordWriter.Fault> faults = records.write(List.of(letter.record()));
        if (!faults.isEmpty()) {
            return new Replayed(
                    0, List.of(new Failed(letter.id(), faults.getFirst().reason())));
        }
        // Only now: what is stored twice is stored once.
        letters.delete(letter.id());
        return new Replayed(1, List.of());
    }
}
