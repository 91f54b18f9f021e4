package dev.keysmith.functions.ledger.event;

import java.time.Instant;
import java.util.Comparator;

/**
 * Where an event stands in the history of its key. It follows from what happened alone, never from the order of delivery.
 *
 * @param createdAt when the key was made; a key that is imported again, after its record was removed, begins a new life
 * @param epoch how often the table was found to be older than the ledger (it was restored): versions that come again have a higher one
 * @param version the key's version
 * @param step what of that version
 */
public record EventPosition(Instant createdAt, int epoch, long version, Step step)
        implements Comparable<EventPosition> {

    private static final Comparator<EventPosition> ORDER = Comparator.comparing(EventPosition::createdAt)
            .thenComparingInt(EventPosition::epoch)
            .thenComparingLong(EventPosition::version)
            .thenComparing(EventPosition::step);

    /** What happens with a version, in this order. The ordinal is the number in the database. */
    public enum Step {
        /** The change that made the version. */
        CHANGE,
        /** The key reached its expiry. */
        EXPIRY,
        /** The key's record was removed. */
        END
    }

    /** Whether this is where a history may begin. */
    public boolean isFirst() {
        return epoch == 0 && version == 1 && step == Step.CHANGE;
    }

    /** Whether nothing can be missing between that position and this one. */
    public boolean follows(EventPosition previous) {
        if (!createdAt.equals(previous.createdAt)) {
            return createdAt.isAfter(previous.createdAt) && previous.step == Step.END && isFirst();
        }
        if (epoch != previous.epoch || previous.step == Step.END) {
            return false;
        }
        return version == previous.version
                ? step.compareTo(previous.step) > 0
                : version == previous.version + 1 && step == Step.CHANGE;
    }

    /** Whether versions were counted anew since that position: the key began another life, or its table was restored. */
    public boolean beginsEpochAfter(EventPosition previous) {
        return !createdAt.equals(previous.createdAt) || epoch != previous.epoch;
    }

    @Override
    public int compareTo(EventPosition other) {
        return ORDER.compare(this, other);
    }
}
