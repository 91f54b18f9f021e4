package dev.keysmith.core.access;

import java.util.Optional;
import java.util.OptionalLong;

/**
 * How much a key may be used.
 *
 * @param rate its rate; empty means no limit
 * @param quota how many requests it may make in all, from its issue on; 1 to {@value #MAX_QUOTA}; empty means no limit
 */
public record Limits(Optional<RateLimit> rate, OptionalLong quota) {

    public static final long MAX_QUOTA = 1_000_000_000_000L;

    /** No limits. */
    public static final Limits NONE = new Limits(Optional.empty(), OptionalLong.empty());

    public Limits {
        if (quota.isPresent() && (quota.getAsLong() < 1 || quota.getAsLong() > MAX_QUOTA)) {
            throw new IllegalArgumentException("a quota must be from 1 to " + MAX_QUOTA);
        }
    }

    /** Whether these allow no more than the others; no limit allows everything. */
    public boolean areWithin(Limits others) {
        return isRateWithin(others) && isQuotaWithin(others);
    }

    /** Whether this rate allows no more than the others' does. */
    public boolean isRateWithin(Limits others) {
        return others.rate.isEmpty()
                || rate.filter(own -> own.isWithin(others.rate.get())).isPresent();
    }

    /** Whether this quota allows no more than the others' does. */
    public boolean isQuotaWithin(Limits others) {
        return others.quota.isEmpty() || (quota.isPresent() && quota.getAsLong() <= others.quota.getAsLong());
    }
}
