package dev.keysmith.core.meter;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.keysmith.core.access.Limits;
import dev.keysmith.core.access.RateLimit;
import dev.keysmith.core.error.ErrorCode;
import dev.keysmith.core.error.UnavailableException;
import dev.keysmith.core.settings.Settings;
import dev.keysmith.core.testing.TestClock;
import dev.keysmith.core.time.Clocks;
import io.micronaut.core.value.MapPropertyResolver;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.Test;

final class LeaseKeeperTest {

    private static final MeterId METER = new MeterId("0123456789abcdef");
    private static final Instant KEPT = Instant.parse("2027-11-20T12:00:00Z");
    private static final RateLimit THOUSAND_A_MINUTE = new RateLimit(1000, Duration.ofMinutes(1));
    private static final RateLimit TEN_A_MINUTE = new RateLimit(10, Duration.ofMinutes(1));

    /** A twentieth of a minute. */
    private static final Duration LEASE = Duration.ofSeconds(3);

    private final TestClock clock = new TestClock();
    private final WatchedMeters meters = new WatchedMeters();
    private final LeaseKeeper keeper = keeper("leased");

    @Test
    void bucketThatWasIdleForAWindowAdmitsItsBurstAndNotOneMore() {
        assertThat(admittedOf(1500, THOUSAND_A_MINUTE)).isEqualTo(1000);

        clock.advance(Duration.ofMinutes(1));
        assertThat(admittedOf(1500, THOUSAND_A_MINUTE)).isEqualTo(1000);

        clock.advance(Duration.ofDays(3));
        assertThat(admittedOf(1500, THOUSAND_A_MINUTE)).isEqualTo(1000);
    }

    @Test
    void bucketFillsUpEvenly() {
        admittedOf(2000, THOUSAND_A_MINUTE);

        clock.advance(Duration.ofSeconds(6));

        assertThat(admittedOf(500, THOUSAND_A_MINUTE)).isEqualTo(100);
    }

    @Test
    void steadyUseNeedsFewWrites() {
        int writes = 0;
        for (int i = 0; i < 3_000; i++) {
            clock.advance(Duration.ofMillis(100));
            admitted(keeper, THOUSAND_A_MINUTE);
            writes = meters.requests.size();
        }

        assertThat(writes).isLessThan(250);
    }

    @Test
    void leasesGrowWithUseAndAreOneNearExhaustion() {
        admittedOf(1000, THOUSAND_A_MINUTE);

        List<Long> units = meters.requests.stream().map(LeaseRequest::units).toList();
        assertThat(units).startsWith(1L, 2L, 4L, 8L, 16L, 32L).endsWith(1L, 1L, 1L, 1L);
        assertThat(units).allMatch(size -> size <= 1000 / 16);
    }

    @Test
    void leaseIsNotUsedAfterItsLength() {
        takeALeaseOfSeveral();
        int writes = meters.requests.size();

        clock.advance(LEASE);
        admitted(keeper, THOUSAND_A_MINUTE);

        assertThat(meters.requests).hasSize(writes + 1);
    }

    @Test
    void leaseIsUsedUntilThenWithoutAWrite() {
        takeALeaseOfSeveral();
        int writes = meters.requests.size();

        clock.advance(LEASE.minusMillis(1));
        admitted(keeper, THOUSAND_A_MINUTE);

        assertThat(meters.requests).hasSize(writes);
    }

    @Test
    void leaseIsOverWhereTheClocksDisagree() {
        takeALeaseOfSeveral();
        int writes = meters.requests.size();

        clock.stopMonotonicFor(Duration.ofMillis(500));
        admitted(keeper, THOUSAND_A_MINUTE);

        assertThat(meters.requests).hasSize(writes + 1);
    }

    @Test
    void whatWasNotUsedIsGivenBackWithTheNextWrite() {
        takeALeaseOfSeveral();
        long charged = state().charged();

        clock.advance(Duration.ofSeconds(10));
        admitted(keeper, THOUSAND_A_MINUTE);

        LeaseRequest last = meters.requests.getLast();
        assertThat(last.settled().orElseThrow().unusedUnits()).isPositive();
        assertThat(state().charged())
                .isEqualTo(charged - last.settled().orElseThrow().unusedUnits() + last.units());
        assertThat(state().openLeases()).hasSize(1);
    }

    /** Else it could be used and given back, and the use would not be counted. */
    @Test
    void leaseThatIsBeingGivenBackIsNeverUsedAgain() {
        takeALeaseOfSeveral();
        meters.losesTheNextAnswer = true;
        assertThatThrownBy(() -> admitted(keeper, TEN_A_MINUTE)).isInstanceOf(UnavailableException.class);
        int writes = meters.requests.size();

        // The limits are what they were, and the old lease is not over by its time.
        admitted(keeper, THOUSAND_A_MINUTE);

        assertThat(meters.requests).hasSizeGreaterThan(writes);
    }

    @Test
    void lostAnswerIsAFailureAndIsNotChargedTwiceWhenSentAgain() {
        meters.sendsTwice = true;

        admitted(keeper, THOUSAND_A_MINUTE);

        assertThat(state().charged()).isEqualTo(1);
    }

    @Test
    void otherRateHoldsAtOnceAndWhatWasTakenStaysTaken() {
        admittedOf(30, THOUSAND_A_MINUTE);

        admitted(keeper, 2, TEN_A_MINUTE);

        assertThat(state().rate()).contains(TEN_A_MINUTE);
        assertThat(state().limitsVersion()).isEqualTo(2);
        // A bucket of ten that lacks more than ten is empty, but for the one unit that was admitted.
        assertThat(keeper.admit(terms(2, TEN_A_MINUTE))).isInstanceOf(Admission.Refused.class);
    }

    @Test
    void higherRateHoldsAtOnce() {
        for (int i = 0; i < 10; i++) {
            admitted(keeper, TEN_A_MINUTE);
        }
        assertThat(keeper.admit(terms(1, TEN_A_MINUTE))).isInstanceOf(Admission.Refused.class);

        for (int i = 0; i < 500; i++) {
            admitted(keeper, 2, THOUSAND_A_MINUTE);
        }
    }

    @Test
    void whoReadAnOlderRecordGoesByTheMetersRate() {
        admitted(keeper, 5, TEN_A_MINUTE);

        LeaseKeeper behind = keeper("leased");
        int admitted = 0;
        for (int i = 0; i < 50; i++) {
            admitted += behind.admit(terms(4, THOUSAND_A_MINUTE)) instanceof Admission.Admitted ? 1 : 0;
        }

        assertThat(admitted).isEqualTo(9);
        assertThat(state().rate()).contains(TEN_A_MINUTE);
        assertThat(state().limitsVersion()).isEqualTo(5);
    }

    @Test
    void refusalSaysWhenToComeBackAndIsRememberedUntilThen() {
        for (int i = 0; i < 10; i++) {
            admitted(keeper, TEN_A_MINUTE);
        }
        assertThat(refused(TEN_A_MINUTE).retryAfter()).isEqualTo(Duration.ofSeconds(6));
        int writes = meters.requests.size();

        clock.advance(Duration.ofSeconds(4));
        assertThat(refused(TEN_A_MINUTE).retryAfter()).isEqualTo(Duration.ofSeconds(2));
        assertThat(meters.requests).hasSize(writes);

        clock.advance(Duration.ofSeconds(2));
        admitted(keeper, TEN_A_MINUTE);
    }

    @Test
    void quotaAdmitsExactlyWhatItSaysAndMoreOnceItIsRaised() {
        Limits hundred = new Limits(Optional.of(THOUSAND_A_MINUTE), OptionalLong.of(100));
        int admitted = 0;
        for (int i = 0; i < 300; i++) {
            clock.advance(Duration.ofMillis(100));
            admitted += keeper.admit(terms(1, hundred)) instanceof Admission.Admitted ? 1 : 0;
        }
        assertThat(admitted).isEqualTo(100);
        assertThat(keeper.admit(terms(1, hundred)))
                .isInstanceOfSatisfying(
                        Admission.Refused.class,
                        refused -> assertThat(refused.code()).isEqualTo(ErrorCode.QUOTA_EXCEEDED));

        Limits more = new Limits(Optional.of(THOUSAND_A_MINUTE), OptionalLong.of(101));
        assertThat(keeper.admit(terms(2, more))).isInstanceOf(Admission.Admitted.class);
        assertThat(keeper.admit(terms(2, more))).isInstanceOf(Admission.Refused.class);
    }

    @Test
    void figuresTellWhatIsLeft() {
        Admission first = keeper.admit(terms(1, new Limits(Optional.of(TEN_A_MINUTE), OptionalLong.of(50))));

        assertThat(first.figures())
                .isEqualTo(new Admission.Figures(
                        Optional.of(TEN_A_MINUTE), 9, Duration.ofSeconds(6), OptionalLong.of(49)));
    }

    @Test
    void deletedMeterIsMadeAnewByARequestAndNotByGivingBack() {
        takeALeaseOfSeveral();
        meters.delete(METER);
        clock.advance(Duration.ofSeconds(10));

        admitted(keeper, THOUSAND_A_MINUTE);

        assertThat(state().charged()).isEqualTo(1);
    }

    @Test
    void leaseOfAnInstanceThatEndedIsForgottenAndStaysCharged() {
        takeALeaseOfSeveral();
        long charged = state().charged();
        LeaseKeeper other = keeper("leased");
        admitted(other, THOUSAND_A_MINUTE);
        clock.advance(LeasePlanner.FORGOTTEN_AFTER.plusSeconds(1));

        admitted(other, THOUSAND_A_MINUTE);

        assertThat(state().openLeases()).hasSize(1);
        assertThat(state().charged()).isEqualTo(charged + 2);
        // It was not ended after all, and finds that its lease is no longer known.
        admitted(keeper, THOUSAND_A_MINUTE);
        assertThat(state().charged()).isEqualTo(charged + 3);
    }

    @Test
    void strictTakesEachUnitByAWrite() {
        LeaseKeeper strict = keeper("strict");
        for (int i = 0; i < 20; i++) {
            admitted(strict, THOUSAND_A_MINUTE);
        }

        assertThat(meters.requests).hasSize(20).allMatch(request -> request.units() == 1);
    }

    @Test
    void meterThatChangesUnderEachAttemptIsAFailureAndNoAdmission() {
        admitted(keeper, TEN_A_MINUTE);
        meters.before = request -> {
            meters.behind.take(new LeaseRequest(
                    METER,
                    "other" + meters.requests.size(),
                    1,
                    clock.instant(),
                    new LeaseRequest.BucketStep.Changed(
                            state().rate(),
                            state().limitsVersion(),
                            state().fullAtNanos(),
                            state().rate().equals(Optional.of(TEN_A_MINUTE))
                                    ? Optional.of(THOUSAND_A_MINUTE)
                                    : Optional.of(TEN_A_MINUTE),
                            1,
                            0),
                    OptionalLong.empty(),
                    Optional.empty(),
                    java.util.Set.of(),
                    false,
                    KEPT));
            return request;
        };

        assertThatThrownBy(() -> admitted(keeper, 1, TEN_A_MINUTE)).isInstanceOf(UnavailableException.class);
    }

    @Test
    void eightSteadyInstancesUseNearlyAllOfALimit() {
        List<LeaseKeeper> eight = new ArrayList<>();
        for (int i = 0; i < 8; i++) {
            eight.add(keeper("leased"));
        }
        admittedOf(2000, THOUSAND_A_MINUTE);
        int admitted = 0;
        Duration time = Duration.ofMinutes(5);
        for (long millis = 0; millis < time.toMillis(); millis += 10) {
            clock.advance(Duration.ofMillis(10));
            LeaseKeeper next = eight.get((int) (millis / 10 % 8));
            admitted += next.admit(terms(1, THOUSAND_A_MINUTE)) instanceof Admission.Admitted ? 1 : 0;
        }

        assertThat(admitted).isBetween(4_750, 5_000);
    }

    private void takeALeaseOfSeveral() {
        for (int i = 0; i < 5; i++) {
            admitted(keeper, THOUSAND_A_MINUTE);
        }
        assertThat(meters.requests.getLast().units()).isEqualTo(4);
    }

    private int admittedOf(int asked, RateLimit rate) {
        int admitted = 0;
        for (int i = 0; i < asked; i++) {
            admitted += keeper.admit(terms(1, rate)) instanceof Admission.Admitted ? 1 : 0;
        }
        return admitted;
    }

    private static void admitted(LeaseKeeper by, RateLimit rate) {
        admitted(by, 1, rate);
    }

    private static void admitted(LeaseKeeper by, long version, RateLimit rate) {
        assertThat(by.admit(terms(version, rate))).isInstanceOf(Admission.Admitted.class);
    }

    private Admission.Refused refused(RateLimit rate) {
        Admission admission = keeper.admit(terms(1, rate));
        assertThat(admission).isInstanceOf(Admission.Refused.class);
        return (Admission.Refused) admission;
    }

    private static Terms terms(long version, RateLimit rate) {
        return terms(version, new Limits(Optional.of(rate), OptionalLong.empty()));
    }

    private static Terms terms(long version, Limits limits) {
        return new Terms(METER, limits, version, false, KEPT);
    }

    private MeterState state() {
        return meters.find(METER).orElseThrow();
    }

    private LeaseKeeper keeper(String mode) {
        return new LeaseKeeper(
                meters,
                new Settings(new MapPropertyResolver(Map.of("keysmith.metering", mode))),
                new Clocks(clock, clock::nanos),
                new SecureRandom(),
                units -> {});
    }

    /** Meters that tell what was asked of them, and fail as they are told to. */
    private static final class WatchedMeters implements Meters {

        private final SimulatedMeters behind = new SimulatedMeters();
        private final List<LeaseRequest> requests = new ArrayList<>();
        private boolean losesTheNextAnswer;
        private boolean sendsTwice;
        private UnaryOperator<LeaseRequest> before = request -> request;

        @Override
        public LeaseOutcome take(LeaseRequest request) {
            requests.add(request);
            LeaseOutcome outcome = behind.take(before.apply(request));
            if (losesTheNextAnswer) {
                losesTheNextAnswer = false;
                throw new UnavailableException("the answer was lost");
            }
            return sendsTwice ? behind.take(request) : outcome;
        }

        @Override
        public Optional<MeterState> find(MeterId id) {
            return behind.find(id);
        }

        @Override
        public void delete(MeterId id) {
            behind.delete(id);
        }
    }
}
