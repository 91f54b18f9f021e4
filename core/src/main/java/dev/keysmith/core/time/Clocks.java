package dev.keysmith.core.time;

import java.time.InstantSource;
import java.util.function.LongSupplier;

/** A machine's two clocks, read together. */
public final class Clocks {

    private final InstantSource wall;
    private final LongSupplier monotonicNanos;

    /**
     * @param wall the wall clock
     * @param monotonicNanos the monotonic clock, in nanoseconds
     */
    public Clocks(InstantSource wall, LongSupplier monotonicNanos) {
        this.wall = wall;
        this.monotonicNanos = monotonicNanos;
    }

    public Moment now() {
        return new Moment(wall.instant(), monotonicNanos.getAsLong());
    }
}
