package dev.keysmith.core.meter;

import dev.keysmith.core.access.RateLimit;
import java.time.Duration;
import java.util.Random;

/**
 * What one simulated deployment has, drawn from a seed.
 *
 * @param seed the seed
 * @param rate its rate
 * @param quota its quota; 0 for none
 * @param instances how many instances there are at a time
 * @param isStrict whether each request is a write
 * @param longestLease the setting
 * @param skewNanos how far a clock may be off, to either side
 * @param slowNanos the longest that a write usually takes, there and back
 * @param chanceOfTrouble of a write: to be late, to fail, or to be lost after its work
 * @param requestsPerSecond offered to all instances together while it is busy
 * @param isBursty whether busy and idle times follow each other
 * @param changesLimits whether the limits are changed now and then; only quota and accounts are judged then
 */
record Schedule(
        long seed,
        RateLimit rate,
        long quota,
        int instances,
        boolean isStrict,
        Duration longestLease,
        long skewNanos,
        long slowNanos,
        double chanceOfTrouble,
        double requestsPerSecond,
        boolean isBursty,
        boolean changesLimits) {

    private static final int[] REQUESTS = {1, 3, 10, 50, 200, 1000};
    private static final int[] WINDOWS = {1, 5, 60, 600};
    private static final long[] SKEWS = {0, 20_000_000L, 500_000_000L, 2_000_000_000L};

    static Schedule of(long seed) {
        Random random = new Random(seed);
        RateLimit rate = new RateLimit(
                REQUESTS[random.nextInt(REQUESTS.length)], Duration.ofSeconds(WINDOWS[random.nextInt(WINDOWS.length)]));
        double perSecond = (double) rate.requests() / rate.window().toSeconds();
        return new Schedule(
                seed,
                rate,
                random.nextInt(3) == 0 ? 1 + random.nextInt(600) : 0,
                1 + random.nextInt(8),
                random.nextInt(5) == 0,
                Duration.ofMillis(100 + random.nextInt(10_000)),
                SKEWS[random.nextInt(SKEWS.length)],
                1_000_000L + random.nextInt(30_000_000),
                random.nextInt(3) * 0.03,
                Math.min(500, Math.max(0.5, perSecond * (0.2 + 4 * random.nextDouble()))),
                random.nextBoolean(),
                random.nextInt(5) == 0);
    }

    double unitsPerNano() {
        return (double) rate.requests() / rate.window().toNanos();
    }
}
