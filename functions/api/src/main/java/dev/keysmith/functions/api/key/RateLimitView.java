package dev.keysmith.functions.api.key;

import dev.keysmith.core.access.RateLimit;
import io.micronaut.serde.annotation.Serdeable;

/**
 * A rate on the wire.
 *
 * @param requests how many requests
 * @param windowSeconds over how many seconds
 */
@Serdeable
public record RateLimitView(int requests, long windowSeconds) {

    public static RateLimitView of(RateLimit rate) {
        return new RateLimitView(rate.requests(), rate.window().toSeconds());
    }
}
