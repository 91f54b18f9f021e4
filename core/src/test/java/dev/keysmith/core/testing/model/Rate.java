package dev.keysmith.core.testing.model;

/**
 * A rate.
 *
 * @param requests how many requests
 * @param windowSeconds over how many seconds
 */
public record Rate(int requests, long windowSeconds) {

    boolean isValid() {
        return requests >= 1 && requests <= 10_000_000 && windowSeconds >= 1 && windowSeconds <= 2_592_000;
    }

    /** Neither more at once nor more in the long run. */
    boolean isWithin(Rate other) {
        return requests <= other.requests && requests * other.windowSeconds <= other.requests * windowSeconds;
    }
}
