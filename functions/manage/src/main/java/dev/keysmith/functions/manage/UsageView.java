package dev.keysmith.functions.manage;

import dev.keysmith.core.meter.RateStanding;
import dev.keysmith.core.reading.KeyUsage;
import io.micronaut.serde.annotation.Serdeable;
import io.micronaut.serde.config.naming.SnakeCaseStrategy;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * A key's usage on the wire.
 *
 * @param total how many requests are charged; never fewer than were admitted
 * @param unsettled how many of them may not have been used, since instances of the authorizer still hold them
 * @param lastUsedAt null if it was never used
 * @param previousSecretLastUsedAt null where no secret from before the last rotation was used since
 * @param rateLimit null where there is no limit
 * @param quota null where there is none
 */
@Serdeable.Serializable(naming = SnakeCaseStrategy.class)
record UsageView(
        String keyId,
        long total,
        long unsettled,
        @Nullable Instant lastUsedAt,
        @Nullable Instant previousSecretLastUsedAt,
        @Nullable Rate rateLimit,
        @Nullable Quota quota) {

    static UsageView of(KeyUsage usage) {
        return new UsageView(
                usage.keyId().value(),
                usage.total(),
                usage.unsettled(),
                usage.lastUsedAt().orElse(null),
                usage.previousSecretLastUsedAt().orElse(null),
                usage.rate().map(Rate::of).orElse(null),
                usage.quota().isEmpty()
                        ? null
                        : new Quota(
                                usage.quota().getAsLong(),
                                usage.quotaRemaining().getAsLong()));
    }

    /**
     * How a rate stands.
     *
     * @param remaining how many requests it admits now
     * @param resetAt when it admits all of them at once again; null where it does so now
     */
    @Serdeable.Serializable(naming = SnakeCaseStrategy.class)
    record Rate(
            int requests,
            long windowSeconds,
            long remaining,
            @Nullable Instant resetAt) {

        private static Rate of(RateStanding standing) {
            return new Rate(
                    standing.rate().requests(),
                    standing.rate().window().toSeconds(),
                    standing.remaining(),
                    standing.fullAt().orElse(null));
        }
    }

    /**
     * How a quota stands.
     *
     * @param limit how many requests it admits in all
     * @param remaining how many of them are left
     */
    @Serdeable.Serializable
    record Quota(long limit, long remaining) {}
}
