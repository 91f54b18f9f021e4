package dev.keysmith.core.meter;

import dev.keysmith.core.access.RateLimit;
import java.time.Duration;

/**
 * A token bucket as one number: the time at which it will be full again (the generic cell rate algorithm's theoretical arrival time,
 * ITU-T I.371). Each unit that is taken puts that time off by one interval; a bucket whose time has passed is full. Times are
 * nanoseconds since the epoch.
 *
 * @param rate the rate that fills it
 * @param intervalNanos how long it takes to fill by one unit; rounded up, so that it never fills faster than the rate says
 */
record Bucket(RateLimit rate, long intervalNanos) {

    static Bucket of(RateLimit rate) {
        return new Bucket(rate, Math.ceilDiv(rate.window().toNanos(), rate.requests()));
    }

    /** How long an empty one takes to be full. */
    long capacityNanos() {
        return rate.requests() * intervalNanos;
    }

    /** When it will be full again after these units were taken from it at a time. */
    long fullAtAfter(long units, long fullAt, long now) {
        return Math.max(fullAt, now) + units * intervalNanos;
    }

    /** The latest that it may be full again, for these units to be taken from it now. */
    long latestFullAtFor(long units, long now) {
        return now + capacityNanos() - units * intervalNanos;
    }

    /** How many units are in it. */
    long unitsIn(long fullAt, long now) {
        return Math.max(0, now + capacityNanos() - Math.max(fullAt, now)) / intervalNanos;
    }

    /** How many units it lacks; part of one is one. */
    long unitsMissing(long fullAt, long now) {
        return Math.ceilDiv(Math.max(0, fullAt - now), intervalNanos);
    }

    /** How long until there is a unit in it. */
    Duration untilNextUnit(long fullAt, long now) {
        return Duration.ofNanos(Math.max(0, fullAt - latestFullAtFor(1, now)));
    }
}
