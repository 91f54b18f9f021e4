package dev.keysmith.core.meter;

import static org.assertj.core.api.Assertions.assertThat;

import dev.keysmith.core.access.RateLimit;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

final class RateStandingTest {

    private static final Instant NOW = Instant.parse("2026-11-20T12:00:00Z");
    private static final RateLimit TEN_A_MINUTE = new RateLimit(10, Duration.ofMinutes(1));
    private static final RateLimit FIVE_A_SECOND = new RateLimit(5, Duration.ofSeconds(1));

    private static Optional<MeterState> meter(RateLimit rate, Instant fullAt) {
        return Optional.of(
                new MeterState(Optional.of(rate), 1, EpochNanos.of(fullAt), 0, NOW, Optional.empty(), Map.of()));
    }

    private static RateStanding full(RateLimit rate) {
        return new RateStanding(rate, rate.requests(), Optional.empty());
    }

    @Test
    void unusedRateIsFull() {
        assertThat(RateStanding.of(TEN_A_MINUTE, Optional.empty(), NOW)).isEqualTo(full(TEN_A_MINUTE));
    }

    @Test
    void whatWasTakenIsMissingUntilItIsFullAgain() {
        Instant fullAt = NOW.plusSeconds(18);

        assertThat(RateStanding.of(TEN_A_MINUTE, meter(TEN_A_MINUTE, fullAt), NOW))
                .isEqualTo(new RateStanding(TEN_A_MINUTE, 7, Optional.of(fullAt)));
        assertThat(RateStanding.of(TEN_A_MINUTE, meter(TEN_A_MINUTE, fullAt), fullAt))
                .isEqualTo(full(TEN_A_MINUTE));
    }

    @Test
    void emptyRateAdmitsNothing() {
        assertThat(RateStanding.of(TEN_A_MINUTE, meter(TEN_A_MINUTE, NOW.plusSeconds(60)), NOW)
                        .remaining())
                .isZero();
    }

    @Test
    void timeIsRoundedUpToAMillisecond() {
        assertThat(RateStanding.of(TEN_A_MINUTE, meter(TEN_A_MINUTE, NOW.plusNanos(1)), NOW)
                        .fullAt())
                .contains(NOW.plusMillis(1));
    }

    @Test
    void newRateLacksWhatWasTakenUnderTheOldOne() {
        assertThat(RateStanding.of(FIVE_A_SECOND, meter(TEN_A_MINUTE, NOW.plusSeconds(18)), NOW))
                .isEqualTo(new RateStanding(FIVE_A_SECOND, 2, Optional.of(NOW.plusMillis(600))));
    }

    @Test
    void newRateAdmitsARequestHoweverMuchWasTakenUnderTheOldOne() {
        assertThat(RateStanding.of(FIVE_A_SECOND, meter(TEN_A_MINUTE, NOW.plusSeconds(60)), NOW)
                        .remaining())
                .isEqualTo(1);
    }

    @Test
    void newRateIsFullWhereThereWasNone() {
        Optional<MeterState> meter =
                Optional.of(new MeterState(Optional.empty(), 1, 0, 7, NOW, Optional.empty(), Map.of()));

        assertThat(RateStanding.of(TEN_A_MINUTE, meter, NOW)).isEqualTo(full(TEN_A_MINUTE));
    }
}
