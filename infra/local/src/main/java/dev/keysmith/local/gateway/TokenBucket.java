package dev.keysmith.local.gateway;

import java.util.function.LongSupplier;

/** A method's throttle: full at first, refilled steadily. Safe for use by many threads. */
final class TokenBucket {

    private static final double NANOS_PER_SECOND = 1e9;

    private final double ratePerSecond;
    private final double burst;
    private final LongSupplier nanoTime;
    private double tokens;
    private long filledAt;

    TokenBucket(int ratePerSecond, int burst, LongSupplier nanoTime) {
        this.ratePerSecond = ratePerSecond;
        this.burst = burst;
        this.nanoTime = nanoTime;
        this.tokens = burst;
        this.filledAt = nanoTime.getAsLong();
    }

    synchronized boolean take() {
        long now = nanoTime.getAsLong();
        tokens = Math.min(burst, tokens + (now - filledAt) / NANOS_PER_SECOND * ratePerSecond);
        filledAt = now;
        if (tokens < 1) {
            return false;
        }
        tokens--;
        return true;
    }
}
