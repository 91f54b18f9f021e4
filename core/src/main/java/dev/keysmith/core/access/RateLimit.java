package dev.keysmith.core.access;

import java.time.Duration;

/**
 * A rate: a token bucket of {@code requests}, filled anew over each {@code window}.
 *
 * @param requests how many requests; 1 to {@value #MAX_REQUESTS}
 * @param window over which time; whole seconds, 1 second to 30 days
 */
public record RateLimit(int requests, Duration window) {

    public static final int MAX_REQUESTS = 10_000_000;
    public static final Duration MAX_WINDOW = Duration.ofDays(30);

    public RateLimit {
        if (requests < 1 || requests > MAX_REQUESTS) {
            throw new IllegalArgumentException("requests must be from 1 to " + MAX_REQUESTS);
        }
        if (window.toSeconds() < 1 || window.compareTo(MAX_WINDOW) > 0 || window.getNano() != 0) {
            throw new IllegalArgumentException("the window must be whole seconds, from 1 second to " + MAX_WINDOW);
        }
    }

    /** Whether this rate allows no more than the other: neither a larger burst nor more requests per second. */
    public boolean isWithin(RateLimit other) {
        return requests <= other.requests && requests * other.window.toSeconds() <= other.requests * window.toSeconds();
    }
}
