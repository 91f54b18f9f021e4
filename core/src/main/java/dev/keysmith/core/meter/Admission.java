package dev.keysmith.core.meter;

import dev.keysmith.core.access.RateLimit;
import dev.keysmith.core.error.ErrorCode;
import java.time.Duration;
import java.util.Optional;
import java.util.OptionalLong;

/** Whether one request is within its limits. */
public sealed interface Admission {

    /** It is, and is charged. */
    record Admitted(Figures figures) implements Admission {}

    /**
     * It is not, and is not charged.
     *
     * @param code {@link ErrorCode#RATE_LIMITED} or {@link ErrorCode#QUOTA_EXCEEDED}
     * @param retryAfter how long until it may be; of a quota, which does not fill by itself, how long to wait before asking again
     * @param figures how the limits stand
     */
    record Refused(ErrorCode code, Duration retryAfter, Figures figures) implements Admission {}

    /** How the limits stand. */
    Figures figures();

    /**
     * How limits stand, as far as this instance knows: what others took since its last write is not in it.
     *
     * @param rate the rate
     * @param remaining how many requests the rate admits now; 0 where there is no rate
     * @param untilFull how long until it admits {@code rate.requests()} at once again
     * @param quotaRemaining how many requests the quota admits; empty where there is none
     */
    record Figures(Optional<RateLimit> rate, long remaining, Duration untilFull, OptionalLong quotaRemaining) {

        /** Where nothing is limited. */
        public static final Figures NONE = new Figures(Optional.empty(), 0, Duration.ZERO, OptionalLong.empty());
    }
}
