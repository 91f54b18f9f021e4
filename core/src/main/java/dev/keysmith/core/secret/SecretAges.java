package dev.keysmith.core.secret;

import dev.keysmith.core.settings.Settings;
import jakarta.inject.Singleton;
import java.time.Duration;
import java.time.InstantSource;
import java.util.function.Supplier;
import java.util.regex.Pattern;

/**
 * How long this process holds secrets: for at most {@code KEYSMITH_SECRET_MAX_AGE} (5 minutes), and through an outage of their source
 * for {@code KEYSMITH_SECRET_MAX_STALE} (1 hour) longer.
 */
@Singleton
public final class SecretAges {

    private static final Pattern NAME = Pattern.compile("[A-Za-z0-9/_+=.@:-]{1,512}");
    private static final Duration RETRY_AFTER = Duration.ofSeconds(1);

    private final Duration maxAge;
    private final Duration maxStale;

    public SecretAges(Settings settings) {
        maxAge = settings.duration(
                "keysmith.secret-max-age", Duration.ofMinutes(5), Duration.ofSeconds(1), Duration.ofHours(1));
        maxStale = settings.duration(
                "keysmith.secret-max-stale", Duration.ofHours(1), Duration.ZERO, Duration.ofHours(24));
    }

    /** A secret's name from the settings. */
    public static String name(Settings settings, String property) {
        return settings.text(property, NAME, "must be the name or ARN of a secret in Secrets Manager");
    }

    /** The longest that a verifier goes on with what it holds while the source answers. */
    public Duration maxAge() {
        return maxAge;
    }

    /** For how long beyond that it goes on while the source does not answer. */
    public Duration maxStale() {
        return maxStale;
    }

    /** Holds a secret that this fetches. */
    public <T> HeldSecret<T> hold(Supplier<T> source, InstantSource clock) {
        return new HeldSecret<>(source, clock, maxAge, maxStale, RETRY_AFTER);
    }
}
