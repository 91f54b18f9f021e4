package dev.keysmith.core.meter;

import java.time.Instant;

/** Times in nanoseconds since the epoch, as buckets need them; good until the year 2262. */
final class EpochNanos {

    private static final long PER_SECOND = 1_000_000_000L;

    private EpochNanos() {}

    static long of(Instant time) {
        return time.getEpochSecond() * PER_SECOND + time.getNano();
    }
}
