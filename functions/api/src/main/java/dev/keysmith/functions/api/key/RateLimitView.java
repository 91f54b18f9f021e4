package dev.keysmith.functions.api.key;

import dev.keysmith.core.access.RateLimit;
import io.micronaut.serde.annotation.Serdeable;
import io.micronaut.serde.config.naming.SnakeCaseStrategy;

/**
 * A rate on the wire.
 *
 * @param requests how many requests
 * @param windowSeconds over how many seconds
 */
@Serdeable.Serializable(naming = SnakeCaseStrategy.class)
public record RateLimitView(int requests, long windowSeconds) {

    public static RateLimitView of(RateLimit rate) {
        return new RateLimitView(rate.requests(), rate.window().toSeconds());
    }
}
