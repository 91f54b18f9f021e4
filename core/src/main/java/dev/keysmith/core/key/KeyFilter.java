package dev.keysmith.core.key;

import java.time.Instant;
import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;

/**
 * Which keys a list shows.
 *
 * @param status those of this status at {@code now}; empty for all
 * @param environment those of this environment; empty for all
 * @param now the time at which a key counts as expired or not
 */
public record KeyFilter(Optional<Status> status, Optional<Environment> environment, Instant now) {

    /** A key's status as people see it. */
    public enum Status {
        ACTIVE,
        EXPIRED,
        REVOKED;

        /** The status of this wire name. */
        public static Optional<Status> parse(String text) {
            return Arrays.stream(values())
                    .filter(status -> status.name().toLowerCase(Locale.ROOT).equals(text))
                    .findFirst();
        }
    }
}
