package dev.keysmith.core.reading;

import static org.assertj.core.api.Assertions.assertThat;

import dev.keysmith.core.access.Limits;
import dev.keysmith.core.access.RateLimit;
import dev.keysmith.core.credential.Principal;
import dev.keysmith.core.key.ApiKey;
import dev.keysmith.core.key.KeyId;
import dev.keysmith.core.meter.LeaseKeeper;
import dev.keysmith.core.meter.MeterId;
import dev.keysmith.core.meter.RateStanding;
import dev.keysmith.core.meter.Terms;
import dev.keysmith.core.rotating.RotateKeyCommand;
import dev.keysmith.core.settings.Settings;
import dev.keysmith.core.testing.Asked;
import dev.keysmith.core.testing.Core;
import dev.keysmith.core.time.Clocks;
import io.micronaut.core.value.MapPropertyResolver;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import org.junit.jupiter.api.Test;

class UsageReaderTest {

    private static final RateLimit TEN_A_MINUTE = new RateLimit(10, Duration.ofMinutes(1));

    private final Core core = new Core();
    private final Principal admin = core.admin();
    private final UsageReader usages = new UsageReader(core.reader, core.meters, core.clock);
    private final LeaseKeeper strict = keeper("strict");
    private final KeyId keyId = core.issue(
                    admin, Asked.forKey().owner("acme").rate(10, 60).build())
            .key()
            .keyId();

    private LeaseKeeper keeper(String mode) {
        return new LeaseKeeper(
                core.meters,
                new Settings(new MapPropertyResolver(Map.of("keysmith.metering", mode))),
                new Clocks(
                        core.clock,
                        () -> Duration.between(Instant.EPOCH, core.clock.instant())
                                .toNanos()),
                core.random,
                units -> {});
    }

    private void use(LeaseKeeper keeper, boolean forPreviousSecret) {
        keeper.admit(new Terms(
                MeterId.of(keyId),
                new Limits(Optional.of(TEN_A_MINUTE), OptionalLong.empty()),
                1,
                forPreviousSecret,
                core.clock.instant().plusSeconds(3600)));
    }

    private KeyUsage usage() {
        return usages.find(admin, keyId.value()).orElseThrow();
    }

    @Test
    void keyThatWasNeverUsedIsSo() {
        assertThat(usage())
                .isEqualTo(new KeyUsage(
                        keyId,
                        0,
                        0,
                        Optional.empty(),
                        Optional.empty(),
                        Optional.of(new RateStanding(TEN_A_MINUTE, 10, Optional.empty())),
                        OptionalLong.empty()));
    }

    @Test
    void everyRequestIsCounted() {
        use(strict, false);
        core.clock.advance(Duration.ofSeconds(1));
        use(strict, false);
        Instant used = core.clock.instant();
        core.clock.advance(Duration.ofSeconds(1));

        KeyUsage usage = usage();

        assertThat(usage.total()).isEqualTo(2);
        assertThat(usage.unsettled()).isEqualTo(1);
        assertThat(usage.lastUsedAt()).contains(used);
        assertThat(usage.rate()).contains(new RateStanding(TEN_A_MINUTE, 8, Optional.of(used.plusSeconds(11))));
    }

    @Test
    void whatInstancesMayGiveBackIsTold() {
        use(keeper("leased"), false);
        use(keeper("leased"), false);
        use(keeper("leased"), false);

        assertThat(usage().total()).isEqualTo(3);
        assertThat(usage().unsettled()).isEqualTo(3);
    }

    @Test
    void readingIsOneReadOfTheKeyAndOneOfItsMeter() {
        core.calls.take();

        usage();

        assertThat(core.calls.take()).containsExactly("GetItem", "GetItem");
    }

    @Test
    void useOfAPreviousSecretIsToldUntilTheNextRotation() {
        use(strict, true);
        assertThat(usage().previousSecretLastUsedAt()).isEmpty();

        core.clock.advance(Duration.ofSeconds(1));
        rotate();
        assertThat(usage().previousSecretLastUsedAt()).isEmpty();

        core.clock.advance(Duration.ofSeconds(1));
        use(strict, true);
        assertThat(usage().previousSecretLastUsedAt()).contains(core.clock.instant());

        core.clock.advance(Duration.ofSeconds(1));
        rotate();
        assertThat(usage().previousSecretLastUsedAt()).isEmpty();
    }

    @Test
    void revokedKeyKeepsItsMeterAndADeletedOneDoesNot() {
        use(strict, false);
        core.revoker.revoke(admin, keyId.value(), Optional.empty(), Core.origin());
        assertThat(usage().total()).isEqualTo(1);

        core.revoker.delete(admin, keyId.value(), Optional.empty(), Core.origin());
        assertThat(core.meters.find(MeterId.of(keyId))).isEmpty();
        assertThat(usages.find(admin, keyId.value())).isEmpty();
    }

    @Test
    void keyOfAnotherOwnerAndUnknownOnesAreAbsentAndTheirMetersAreNotRead() {
        ApiKey foreign = core.issue(admin, "other", "keys:read");
        Principal other = core.principal(foreign);
        core.calls.take();

        for (String id : List.of(keyId.value(), "0000000000000000", "", "x")) {
            assertThat(usages.find(other, id)).isEmpty();
        }

        assertThat(core.calls.take()).containsExactly("GetItem", "GetItem");
    }

    @Test
    void quotaThatWasLoweredBelowTheUsageHasNothingLeft() {
        KeyUsage usage =
                new KeyUsage(keyId, 7, 0, Optional.empty(), Optional.empty(), Optional.empty(), OptionalLong.of(5));

        assertThat(usage.quotaRemaining()).hasValue(0);
    }

    private void rotate() {
        core.rotator.rotate(
                admin,
                new RotateKeyCommand(keyId.value(), Duration.ofHours(1), core.clock.instant(), Optional.empty()),
                Core.origin());
    }
}
