package dev.keysmith.core.meter;

import static org.assertj.core.api.Assertions.assertThat;

import dev.keysmith.core.access.RateLimit;
import dev.keysmith.core.meter.LeaseRequest.BucketStep;
import dev.keysmith.core.meter.LeaseRequest.SettledLease;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** What {@link Meters} promises. */
public abstract class MetersContractTest {

    private static final MeterId ID = new MeterId("0123456789abcdef");
    private static final Instant NOW = Instant.parse("2026-11-20T12:00:00Z");
    private static final RateLimit TEN_A_MINUTE = new RateLimit(10, Duration.ofMinutes(1));
    private static final RateLimit FIVE_A_SECOND = new RateLimit(5, Duration.ofSeconds(1));
    private static final long INTERVAL = Duration.ofSeconds(6).toNanos();

    protected abstract Meters meters();

    @Test
    void firstLeaseMakesTheMeter() {
        MeterState taken = taken(lease("a", 3, new BucketStep.FromFull(TEN_A_MINUTE, 7, 0)));

        assertThat(taken.rate()).contains(TEN_A_MINUTE);
        assertThat(taken.limitsVersion()).isEqualTo(7);
        assertThat(taken.fullAtNanos()).isEqualTo(nanos(NOW) + 3 * INTERVAL);
        assertThat(taken.charged()).isEqualTo(3);
        assertThat(taken.lastUsedAt()).isEqualTo(NOW);
        assertThat(taken.previousSecretLastUsedAt()).isEmpty();
        assertThat(taken.openLeases()).containsOnly(java.util.Map.entry("a", new MeterState.OpenLease(3, NOW)));
        assertThat(meters().find(ID)).contains(taken);
    }

    @Test
    void unknownMeterIsAbsent() {
        assertThat(meters().find(ID)).isEmpty();
    }

    @Test
    void sameLeaseIsTakenOnce() {
        MeterState once = taken(lease("a", 3, new BucketStep.FromFull(TEN_A_MINUTE, 1, 0)));

        assertThat(meters().take(lease("a", 3, new BucketStep.FromPart(TEN_A_MINUTE))))
                .isEqualTo(new LeaseOutcome.NotTaken(Optional.of(once)));
    }

    @Test
    void bucketThatIsNotFullIsNotTakenFromAsIfItWere() {
        MeterState partly = taken(lease("a", 1, new BucketStep.FromFull(TEN_A_MINUTE, 1, 0)));

        assertThat(meters().take(lease("b", 1, new BucketStep.FromFull(TEN_A_MINUTE, 1, 0))))
                .isEqualTo(new LeaseOutcome.NotTaken(Optional.of(partly)));
    }

    @Test
    void bucketIsFullAgainAtItsTimeAndNotBefore() {
        taken(lease("a", 2, new BucketStep.FromFull(TEN_A_MINUTE, 1, 0)));
        Instant full = NOW.plusSeconds(12);

        assertThat(meters().take(at(full.minusMillis(1), "b", 1, new BucketStep.FromFull(TEN_A_MINUTE, 1, 0))))
                .isInstanceOf(LeaseOutcome.NotTaken.class);
        assertThat(taken(at(full, "b", 1, new BucketStep.FromFull(TEN_A_MINUTE, 1, 0)))
                        .fullAtNanos())
                .isEqualTo(nanos(full) + INTERVAL);
    }

    @Test
    void bucketThatIsFullWithinTheLeewayIsTakenToLackAllOfIt() {
        taken(lease("a", 2, new BucketStep.FromFull(TEN_A_MINUTE, 1, 0)));
        Instant almost = NOW.plusSeconds(9);

        assertThat(meters().take(at(almost, "b", 1, new BucketStep.FromFull(TEN_A_MINUTE, 1, 3_000_000_000L - 1))))
                .isInstanceOf(LeaseOutcome.NotTaken.class);
        assertThat(taken(at(almost, "b", 1, new BucketStep.FromFull(TEN_A_MINUTE, 1, 4_000_000_000L)))
                        .fullAtNanos())
                .isEqualTo(nanos(almost) + 4_000_000_000L + INTERVAL);
    }

    @Test
    void bucketGivesWhatIsInItAndNotOneMore() {
        taken(lease("a", 4, new BucketStep.FromFull(TEN_A_MINUTE, 1, 0)));

        assertThat(meters().take(lease("b", 7, new BucketStep.FromPart(TEN_A_MINUTE))))
                .isInstanceOf(LeaseOutcome.NotTaken.class);
        assertThat(taken(lease("b", 6, new BucketStep.FromPart(TEN_A_MINUTE))).charged())
                .isEqualTo(10);
        assertThat(meters().take(lease("c", 1, new BucketStep.FromPart(TEN_A_MINUTE))))
                .isInstanceOf(LeaseOutcome.NotTaken.class);
    }

    @Test
    void meterThatIsAbsentHasNoPart() {
        assertThat(meters().take(lease("a", 1, new BucketStep.FromPart(TEN_A_MINUTE))))
                .isEqualTo(new LeaseOutcome.NotTaken(Optional.empty()));
    }

    @Test
    void bucketOfAnotherRateIsNotTakenFrom() {
        taken(lease("a", 1, new BucketStep.FromFull(TEN_A_MINUTE, 1, 0)));
        Instant later = NOW.plusSeconds(3600);

        assertThat(meters().take(at(later, "b", 1, new BucketStep.FromFull(FIVE_A_SECOND, 1, 0))))
                .isInstanceOf(LeaseOutcome.NotTaken.class);
        assertThat(meters().take(lease("b", 1, new BucketStep.FromPart(FIVE_A_SECOND))))
                .isInstanceOf(LeaseOutcome.NotTaken.class);
        assertThat(meters().take(at(later, "b", 1, new BucketStep.WithoutRate(1))))
                .isInstanceOf(LeaseOutcome.NotTaken.class);
    }

    @Test
    void rateChangesWhereTheMeterIsAsItWasSeen() {
        MeterState seen = taken(lease("a", 1, new BucketStep.FromFull(TEN_A_MINUTE, 1, 0)));

        MeterState changed = taken(lease("b", 1, change(seen, Optional.of(FIVE_A_SECOND), 2, nanos(NOW) + 1)));

        assertThat(changed.rate()).contains(FIVE_A_SECOND);
        assertThat(changed.limitsVersion()).isEqualTo(2);
        assertThat(changed.fullAtNanos()).isEqualTo(nanos(NOW) + 1);
        assertThat(changed.charged()).isEqualTo(2);
        assertThat(meters().take(lease("c", 1, change(seen, Optional.of(FIVE_A_SECOND), 2, nanos(NOW) + 2))))
                .isEqualTo(new LeaseOutcome.NotTaken(Optional.of(changed)));
    }

    @Test
    void rateIsTakenAwayAndGivenBack() {
        MeterState limited = taken(lease("a", 1, new BucketStep.FromFull(TEN_A_MINUTE, 1, 0)));
        MeterState free = taken(lease("b", 1, change(limited, Optional.empty(), 2, 0)));

        assertThat(free.rate()).isEmpty();
        assertThat(taken(lease("c", 1_000_000, new BucketStep.WithoutRate(2))).charged())
                .isEqualTo(1_000_002);
        MeterState again = taken(lease("d", 1, change(free, Optional.of(TEN_A_MINUTE), 3, nanos(NOW) + INTERVAL)));
        assertThat(again.rate()).contains(TEN_A_MINUTE);
    }

    @Test
    void settledLeaseGivesBackWhatItDidNotUse() {
        taken(lease("a", 8, new BucketStep.FromFull(TEN_A_MINUTE, 1, 0)));

        MeterState settled = taken(settling("a", 5, lease("b", 1, new BucketStep.FromPart(TEN_A_MINUTE))));

        assertThat(settled.charged()).isEqualTo(4);
        // The rate is not given back: the bucket may have been full in the meantime, and would then hold more than it
        // can.
        assertThat(settled.fullAtNanos()).isEqualTo(nanos(NOW) + 9 * INTERVAL);
        assertThat(settled.openLeases()).containsOnlyKeys("b");
    }

    @Test
    void leaseIsGivenBackOnce() {
        taken(lease("a", 8, new BucketStep.FromFull(TEN_A_MINUTE, 1, 0)));
        MeterState once = taken(settling("a", 5, lease("b", 1, new BucketStep.FromPart(TEN_A_MINUTE))));

        assertThat(meters().take(settling("a", 5, lease("c", 1, new BucketStep.FromPart(TEN_A_MINUTE)))))
                .isEqualTo(new LeaseOutcome.NotTaken(Optional.of(once)));
    }

    @Test
    void usedUpLeaseIsClosedEvenIfTheMeterDoesNotKnowIt() {
        assertThat(taken(settling("gone", 0, lease("b", 1, new BucketStep.FromFull(TEN_A_MINUTE, 1, 0))))
                        .openLeases())
                .containsOnlyKeys("b");
    }

    @Test
    void givingBackDoesNotReviveADeletedMeter() {
        taken(lease("a", 8, new BucketStep.FromFull(TEN_A_MINUTE, 1, 0)));
        meters().delete(ID);

        assertThat(meters().find(ID)).isEmpty();
        assertThat(meters().take(settling("a", 5, lease("b", 1, new BucketStep.FromFull(TEN_A_MINUTE, 1, 0)))))
                .isEqualTo(new LeaseOutcome.NotTaken(Optional.empty()));
        assertThat(meters().find(ID)).isEmpty();
    }

    @Test
    void deletingWhatIsNotThereIsNoError() {
        meters().delete(ID);

        assertThat(meters().find(ID)).isEmpty();
    }

    @Test
    void quotaIsNeverExceeded() {
        taken(limited(10, lease("a", 9, new BucketStep.WithoutRate(1))));

        assertThat(meters().take(limited(10, lease("b", 2, new BucketStep.WithoutRate(1)))))
                .isInstanceOf(LeaseOutcome.NotTaken.class);
        assertThat(taken(limited(10, lease("b", 1, new BucketStep.WithoutRate(1))))
                        .charged())
                .isEqualTo(10);
    }

    @Test
    void whatIsGivenBackFreesQuotaInTheSameWrite() {
        taken(limited(10, lease("a", 10, new BucketStep.WithoutRate(1))));

        assertThat(meters().take(limited(10, settling("a", 3, lease("b", 4, new BucketStep.WithoutRate(1))))))
                .isInstanceOf(LeaseOutcome.NotTaken.class);
        assertThat(taken(limited(10, settling("a", 3, lease("b", 3, new BucketStep.WithoutRate(1)))))
                        .charged())
                .isEqualTo(10);
    }

    @Test
    void forgottenLeasesAreNoLongerKnownAndStayCharged() {
        taken(lease("a", 3, new BucketStep.WithoutRate(1)));
        LeaseRequest request = lease("b", 1, new BucketStep.WithoutRate(1));

        MeterState state = taken(copy(request, request.quota(), request.settled(), Set.of("a", "never"), false));

        assertThat(state.openLeases()).containsOnlyKeys("b");
        assertThat(state.charged()).isEqualTo(4);
    }

    @Test
    void useOfThePreviousSecretShowsAndStays() {
        LeaseRequest request = lease("a", 1, new BucketStep.WithoutRate(1));
        taken(copy(request, request.quota(), request.settled(), request.forgotten(), true));

        MeterState later = taken(at(NOW.plusSeconds(5), "b", 1, new BucketStep.WithoutRate(1)));

        assertThat(later.previousSecretLastUsedAt()).contains(NOW);
        assertThat(later.lastUsedAt()).isEqualTo(NOW.plusSeconds(5));
    }

    protected static LeaseRequest lease(String leaseId, long units, BucketStep step) {
        return at(NOW, leaseId, units, step);
    }

    private MeterState taken(LeaseRequest request) {
        assertThat(meters().take(request)).isInstanceOf(LeaseOutcome.Taken.class);
        return meters().find(ID).orElseThrow();
    }

    private static LeaseRequest at(Instant at, String leaseId, long units, BucketStep step) {
        return new LeaseRequest(
                ID,
                leaseId,
                units,
                at,
                step,
                OptionalLong.empty(),
                Optional.empty(),
                Set.of(),
                false,
                NOW.plus(Duration.ofDays(30)));
    }

    private static LeaseRequest settling(String leaseId, long unused, LeaseRequest request) {
        return copy(
                request,
                request.quota(),
                Optional.of(new SettledLease(leaseId, unused)),
                request.forgotten(),
                request.forPreviousSecret());
    }

    private static LeaseRequest limited(long quota, LeaseRequest request) {
        return copy(
                request, OptionalLong.of(quota), request.settled(), request.forgotten(), request.forPreviousSecret());
    }

    private static LeaseRequest copy(
            LeaseRequest request,
            OptionalLong quota,
            Optional<SettledLease> settled,
            Set<String> forgotten,
            boolean forPreviousSecret) {
        return new LeaseRequest(
                request.meter(),
                request.leaseId(),
                request.units(),
                request.at(),
                request.step(),
                quota,
                settled,
                forgotten,
                forPreviousSecret,
                request.keptUntil());
    }

    private static BucketStep change(MeterState seen, Optional<RateLimit> rate, long version, long fullAtNanos) {
        return new BucketStep.Changed(
                seen.rate(), seen.limitsVersion(), seen.fullAtNanos(), rate, version, fullAtNanos);
    }

    private static long nanos(Instant time) {
        return EpochNanos.of(time);
    }
}
