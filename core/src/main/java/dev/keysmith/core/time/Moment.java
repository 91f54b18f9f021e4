package dev.keysmith.core.time;

import java.time.Duration;
import java.time.Instant;

/**
 * A point of time by both of a machine's clocks. What may be used only for a time is held against both: a machine that was frozen or
 * restored from a snapshot, or whose clock was set, shows by their disagreement.
 *
 * @param wall the wall clock
 * @param monotonicNanos the monotonic clock; its zero means nothing
 */
public record Moment(Instant wall, long monotonicNanos) {

    /** How far the clocks may drift apart while nothing is wrong. */
    public static final Duration TOLERANCE = Duration.ofMillis(250);

    /** Whether less than this time has passed since then, by both clocks, and both say the same of it. */
    public boolean isWithin(Duration most, Moment since) {
        long wallNanos = nanosOnWallSince(since);
        long nanos = nanosSince(since);
        return wallNanos >= 0
                && wallNanos < most.toNanos()
                && nanos < most.toNanos()
                && Math.abs(wallNanos - nanos) <= TOLERANCE.toNanos();
    }

    /** Nanoseconds since then by the monotonic clock. */
    public long nanosSince(Moment earlier) {
        return monotonicNanos - earlier.monotonicNanos;
    }

    private long nanosOnWallSince(Moment earlier) {
        return Duration.between(earlier.wall, wall).toNanos();
    }
}
