package dev.keysmith.core.meter;

import dev.keysmith.core.access.RateLimit;
import dev.keysmith.core.settings.Settings;
import java.time.Duration;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * How use is counted: {@code KEYSMITH_METERING} ({@code leased}, {@code strict} or {@code off}) and {@code KEYSMITH_LEASE_LENGTH}
 * ({@code PT5S}).
 *
 * @param mode how
 * @param longestLease the longest that a lease may be used
 */
record MeteringSettings(Mode mode, Duration longestLease) {

    /** A lease is never longer than this part of its rate's window: what it can be spent late is small beside what the rate admits. */
    static final int LEASES_IN_A_WINDOW = 20;

    private static final Pattern MODES = Pattern.compile("leased|strict|off");
    private static final Duration DEFAULT = Duration.ofSeconds(5);
    private static final Duration SHORTEST = Duration.ofMillis(100);
    private static final Duration LONGEST = Duration.ofMinutes(1);

    /** The ways to count. */
    enum Mode {
        /** One write takes several units, which are used for a short time. */
        LEASED,
        /** Each request is a write. */
        STRICT,
        /** Nothing is counted and nothing limited. */
        OFF
    }

    static MeteringSettings of(Settings settings) {
        String mode = settings.text("keysmith.metering", "leased", MODES, "must be leased, strict or off");
        return new MeteringSettings(
                Mode.valueOf(mode.toUpperCase(Locale.ROOT)),
                settings.duration("keysmith.lease-length", DEFAULT, SHORTEST, LONGEST));
    }

    /** How long units of this rate may be used after they were asked for; zero where each is used at once or not at all. */
    Duration leaseLength(Optional<RateLimit> rate) {
        if (mode == Mode.STRICT) {
            return Duration.ZERO;
        }
        Duration part = rate.isPresent() ? rate.get().window().dividedBy(LEASES_IN_A_WINDOW) : longestLease;
        return part.compareTo(longestLease) < 0 ? part : longestLease;
    }
}
