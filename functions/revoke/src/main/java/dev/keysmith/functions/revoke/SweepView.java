package dev.keysmith.functions.revoke;

import dev.keysmith.core.revoking.Sweep;
import dev.keysmith.core.revoking.SweepReport;
import io.micronaut.serde.annotation.Serdeable;
import io.micronaut.serde.config.naming.SnakeCaseStrategy;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * How far a revocation of many keys has come, on the wire.
 *
 * @param revoked how many keys this call revoked
 * @param done whether nothing is left to revoke
 * @param continuation what the next call is to send; null where all is done
 * @param retryAfterSeconds how long to wait before it; null where it can come at once
 */
@Serdeable.Serializable(naming = SnakeCaseStrategy.class)
record SweepView(
        int revoked,
        boolean done,
        @Nullable String continuation,
        @Nullable Long retryAfterSeconds) {

    static SweepView of(SweepReport report) {
        return new SweepView(
                report.revoked(),
                report.isDone(),
                report.next().map(Sweep::toText).orElse(null),
                report.retryAfter().map(SweepView::roundedUp).orElse(null));
    }

    private static long roundedUp(Duration wait) {
        return wait.plusSeconds(1).minusNanos(1).toSeconds();
    }
}
