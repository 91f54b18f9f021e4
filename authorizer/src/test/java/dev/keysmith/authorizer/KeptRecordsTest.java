package dev.keysmith.authorizer;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.keysmith.core.credential.Credential;
import dev.keysmith.core.credential.CredentialVerifier;
import dev.keysmith.core.credential.Principal;
import dev.keysmith.core.credential.Verification;
import dev.keysmith.core.error.ErrorCode;
import dev.keysmith.core.issuing.IssueResult;
import dev.keysmith.core.key.ApiKey;
import dev.keysmith.core.key.KeyId;
import dev.keysmith.core.key.KeyRecord;
import dev.keysmith.core.key.KeyRepository;
import dev.keysmith.core.rotating.RotateKeyCommand;
import dev.keysmith.core.settings.SettingException;
import dev.keysmith.core.settings.Settings;
import dev.keysmith.core.testing.Core;
import dev.keysmith.core.testing.Forged;
import dev.keysmith.core.time.Clocks;
import io.micronaut.core.value.MapPropertyResolver;
import java.lang.reflect.Proxy;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Which records are used without a read, and which never are. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class KeptRecordsTest {

    private static final Duration STALENESS = Duration.ofSeconds(10);

    private final Core core = aDayOld();
    private final Principal admin = core.admin();
    private final ApiKey other = core.issue(admin, "other");
    private long monotonicNanos;

    @Test
    void everyDecisionReadsUnlessAskedOtherwise() {
        ApiKey key = core.issue(admin, "acme");
        CredentialVerifier verifier = verifier(Duration.ZERO);

        for (int i = 0; i < 3; i++) {
            assertThat(isLetIn(verifier, key.reveal())).isTrue();
            assertReads(1);
        }
        assertThat(isLetIn(verifier(Map.of()), key.reveal())).isTrue();
        assertReads(1);
    }

    @Test
    void recordLetsInUntilItIsTooOld() {
        ApiKey key = core.issue(admin, "acme");
        String token = core.token(core.principal(key));
        CredentialVerifier verifier = verifier(STALENESS);
        assertThat(isLetIn(verifier, key.reveal())).isTrue();
        assertReads(1);

        pass(STALENESS.minusMillis(1));
        assertThat(isLetIn(verifier, key.reveal())).isTrue();
        assertThat(isLetIn(verifier, token)).isTrue();
        assertReads(0);

        pass(Duration.ofMillis(1));
        assertThat(isLetIn(verifier, key.reveal())).isTrue();
        assertReads(1);
    }

    @Test
    void timeThatTheReadTookCountsAsAge() {
        ApiKey key = core.issue(admin, "acme");
        Duration read = Duration.ofSeconds(4);
        CredentialVerifier verifier = core.verifier(records(
                finding(found -> {
                    pass(read);
                    return found;
                }),
                STALENESS));
        assertThat(isLetIn(verifier, key.reveal())).isTrue();
        core.calls.take();

        pass(STALENESS.minus(read));

        assertThat(isLetIn(verifier, key.reveal())).isTrue();
        assertReads(1);
    }

    @Test
    void revocationHoldsAtOnceByDefaultAndWhenTheRecordIsTooOldOtherwise() {
        ApiKey key = core.issue(admin, "acme");
        CredentialVerifier reads = verifier(Duration.ZERO);
        CredentialVerifier keeps = verifier(STALENESS);
        assertThat(isLetIn(reads, key.reveal())).isTrue();
        assertThat(isLetIn(keeps, key.reveal())).isTrue();

        revoke(key);

        assertThat(verify(reads, key.reveal())).isEqualTo(new Verification.Refused(ErrorCode.KEY_REVOKED));
        assertThat(isLetIn(keeps, key.reveal())).isTrue();
        pass(STALENESS);
        assertThat(verify(keeps, key.reveal())).isEqualTo(new Verification.Refused(ErrorCode.KEY_REVOKED));
    }

    @Test
    void whatTheRecordWouldRefuseIsReadAnew() {
        ApiKey key = core.issue(admin, "acme");
        CredentialVerifier verifier = verifier(STALENESS);
        assertThat(isLetIn(verifier, key.reveal())).isTrue();

        String rotated = rotate(key);

        assertThat(isLetIn(verifier, rotated)).isTrue();
        assertThat(isLetIn(verifier, rotated)).isTrue();
        assertThat(verify(verifier, key.reveal())).isEqualTo(new Verification.Refused(ErrorCode.KEY_EXPIRED));
    }

    @ParameterizedTest
    @ValueSource(strings = {"PT0S", "PT10S"})
    void guessingCostsOneReadASecond(Duration staleness) {
        ApiKey key = core.issue(admin, "acme");
        String guess = Forged.underId(other, key.keyId());
        CredentialVerifier verifier = verifier(staleness);

        for (int second = 0; second < 3; second++) {
            core.calls.take();
            for (int i = 0; i < 10; i++) {
                assertThat(verify(verifier, guess)).isEqualTo(new Verification.Refused(ErrorCode.KEY_UNKNOWN));
                pass(Duration.ofMillis(100));
            }
            assertReads(1);
        }
    }

    @Test
    void guessingLocksNobodyOutAndLetsNobodyIn() {
        ApiKey key = core.issue(admin, "acme");
        String guess = Forged.underId(other, key.keyId());
        CredentialVerifier verifier = verifier(Duration.ZERO);
        assertThat(isLetIn(verifier, guess)).isFalse();
        core.calls.take();

        assertThat(isLetIn(verifier, key.reveal())).isTrue();
        assertReads(1);
        assertThat(isLetIn(verifier, guess)).isFalse();
        assertReads(0);

        revoke(key);

        assertThat(isLetIn(verifier, guess)).isFalse();
        assertThat(verify(verifier, key.reveal())).isEqualTo(new Verification.Refused(ErrorCode.KEY_REVOKED));
    }

    @Test
    void newSecretOfAKeyThatIsGuessedAtWorksWithinASecond() {
        ApiKey key = core.issue(admin, "acme");
        CredentialVerifier verifier = verifier(Duration.ZERO);
        assertThat(isLetIn(verifier, Forged.underId(other, key.keyId()))).isFalse();

        String rotated = rotate(key);
        pass(Duration.ofSeconds(1));

        assertThat(isLetIn(verifier, rotated)).isTrue();
    }

    @Test
    void keysThatDoNotExistAreNotRemembered() {
        ApiKey deleted = core.issue(admin, "acme");
        CredentialVerifier verifier = verifier(STALENESS);
        String unknown = Forged.underId(other, core.mint.newKeyId());
        core.calls.take();

        assertThat(isLetIn(verifier, unknown)).isFalse();
        assertThat(isLetIn(verifier, unknown)).isFalse();
        assertReads(2);

        assertThat(isLetIn(verifier, Forged.underId(other, deleted.keyId()))).isFalse();
        core.revoker.delete(admin, deleted.keyId().value(), Optional.empty(), Core.origin());
        pass(STALENESS);
        core.calls.take();
        assertThat(isLetIn(verifier, deleted.reveal())).isFalse();
        assertThat(isLetIn(verifier, deleted.reveal())).isFalse();
        assertReads(2);
    }

    @ParameterizedTest
    @ValueSource(longs = {-5_000, -300, 300, 5_000})
    void instanceThatWasFrozenOrWhoseClockWasSetReads(long wallMillis) {
        ApiKey key = core.issue(admin, "acme");
        CredentialVerifier verifier = verifier(STALENESS);
        assertThat(isLetIn(verifier, key.reveal())).isTrue();
        pass(Duration.ofSeconds(1));

        core.clock.advance(Duration.ofMillis(wallMillis));
        core.calls.take();

        assertThat(isLetIn(verifier, key.reveal())).isTrue();
        assertReads(1);
    }

    @Test
    void leastRecentlyUsedRecordGoesWhereThereAreTooMany() {
        KeyRecord record = core.keys.find(other.keyId()).orElseThrow();
        int[] reads = {0};
        KeyRepository store = finding(read -> {
            reads[0]++;
            return Optional.of(record);
        });
        KeptRecords records = records(store, STALENESS);
        KeyId first = core.mint.newKeyId();
        KeyId second = core.mint.newKeyId();
        guess(records, first);
        guess(records, second);
        for (int i = 2; i < KeptRecords.MOST; i++) {
            guess(records, core.mint.newKeyId());
        }
        guess(records, first);
        assertThat(reads[0]).isEqualTo(KeptRecords.MOST);

        guess(records, core.mint.newKeyId());
        guess(records, first);
        assertThat(reads[0]).isEqualTo(KeptRecords.MOST + 1);
        guess(records, second);
        assertThat(reads[0]).isEqualTo(KeptRecords.MOST + 2);
    }

    @ParameterizedTest
    @ValueSource(strings = {"PT1M0.001S", "-PT1S", "10"})
    void stalenessThatMustNotBeIsNamed(String staleness) {
        Map<String, Object> properties = Map.of("keysmith.max-staleness", staleness);

        assertThatThrownBy(() -> verifier(properties))
                .isInstanceOf(SettingException.class)
                .hasMessageContaining("KEYSMITH_MAX_STALENESS");
    }

    /** With reads that take their time, and either freezes or a clock that is set: one of the clocks is always right. */
    @Test
    void noDecisionThatStartsLaterThanTheStalenessAfterARevocationLetsIn() {
        long seed = Long.getLong("keysmith.seed", System.nanoTime());
        System.out.println("records kept in memory: -Dkeysmith.seed=" + seed);
        Random random = new Random(seed);
        int stale = 0;
        for (int i = 0; i < 60; i++) {
            stale += new Schedule(random).play(i);
        }
        assertThat(stale).as("decisions by a record of before the revocation").isPositive();
    }

    private final class Schedule {

        private final Random random;
        private final Duration staleness;
        private final boolean freezes;
        private final ApiKey key = core.issue(admin, "acme");
        private final CredentialVerifier verifier;
        private Duration truth = Duration.ZERO;
        private Optional<Duration> revokedAt = Optional.empty();

        Schedule(Random random) {
            this.random = random;
            this.staleness = Duration.ofSeconds(new int[] {0, 1, 10, 60}[random.nextInt(4)]);
            this.freezes = random.nextBoolean();
            this.verifier = core.verifier(records(
                    finding(read -> {
                        if (random.nextInt(4) == 0) {
                            whileAReadIsUnderWay();
                        }
                        return read;
                    }),
                    staleness));
        }

        /** How many decisions let in although the key was revoked. */
        int play(int number) {
            int late = 0;
            for (int step = 0; step < 25; step++) {
                Duration start = truth;
                Optional<Duration> revoked = revokedAt;
                switch (random.nextInt(8)) {
                    case 0 -> revokeOnce();
                    case 1 -> isLetIn(verifier, Forged.underId(other, key.keyId()));
                    case 2, 3 -> time();
                    default -> {
                        boolean letIn = isLetIn(verifier, key.reveal());
                        if (letIn && revoked.isPresent()) {
                            late++;
                            assertThat(start.minus(revoked.get()))
                                    .as("schedule %d, step %d", number, step)
                                    .isLessThanOrEqualTo(staleness);
                        }
                    }
                }
            }
            return late;
        }

        private void whileAReadIsUnderWay() {
            if (random.nextInt(3) == 0) {
                revokeOnce();
            }
            time();
        }

        private void revokeOnce() {
            if (revokedAt.isEmpty()) {
                revoke(key);
                revokedAt = Optional.of(truth);
            }
        }

        private void time() {
            Duration passed = Duration.ofMillis(random.nextLong(staleness.toMillis() + 400));
            truth = truth.plus(passed);
            if (freezes) {
                core.clock.advance(passed);
                monotonicNanos += random.nextBoolean() ? passed.toNanos() : random.nextLong(passed.toNanos() + 1);
            } else {
                monotonicNanos += passed.toNanos();
                core.clock.advance(random.nextBoolean() ? passed : passed.plusMillis(random.nextLong(-20_000, 20_000)));
            }
        }
    }

    /** Its clock may be set back without a pepper being of the future. */
    private static Core aDayOld() {
        Core core = new Core();
        core.clock.advance(Duration.ofDays(1));
        return core;
    }

    private void guess(KeptRecords records, KeyId keyId) {
        records.judge(keyId, found -> new Verification.Refused(ErrorCode.KEY_UNKNOWN));
    }

    /** The store, with what a read answers passed through this. */
    private KeyRepository finding(UnaryOperator<Optional<KeyRecord>> answer) {
        return (KeyRepository) Proxy.newProxyInstance(
                KeyRepository.class.getClassLoader(),
                new Class<?>[] {KeyRepository.class},
                (proxy, method, arguments) -> answer.apply(core.keys.find((KeyId) arguments[0])));
    }

    private void pass(Duration time) {
        core.clock.advance(time);
        monotonicNanos += time.toNanos();
    }

    private void revoke(ApiKey key) {
        core.revoker.revoke(admin, key.keyId().value(), Optional.empty(), Core.origin());
        core.calls.take();
    }

    private String rotate(ApiKey key) {
        IssueResult result = core.rotator.rotate(
                admin,
                new RotateKeyCommand(key.keyId().value(), Duration.ZERO, core.clock.instant(), Optional.empty()),
                Core.origin());
        return ((IssueResult.Issued) result).issued().key().reveal();
    }

    private void assertReads(int count) {
        assertThat(core.calls.take()).hasSize(count).allMatch("GetItem"::equals);
    }

    private static boolean isLetIn(CredentialVerifier verifier, String text) {
        return verify(verifier, text) instanceof Verification.Verified;
    }

    private static Verification verify(CredentialVerifier verifier, String text) {
        return verifier.verifyFromAnywhere(new Credential.Presented(text));
    }

    private CredentialVerifier verifier(Duration staleness) {
        return verifier(Map.of("keysmith.max-staleness", staleness.toString()));
    }

    private CredentialVerifier verifier(Map<String, Object> properties) {
        core.calls.take();
        return core.verifier(records(core.keys, properties));
    }

    private KeptRecords records(KeyRepository keys, Duration staleness) {
        return records(keys, Map.of("keysmith.max-staleness", staleness.toString()));
    }

    private KeptRecords records(KeyRepository keys, Map<String, Object> properties) {
        Clocks clocks = new Clocks(core.clock, () -> monotonicNanos);
        Settings settings = new Settings(new MapPropertyResolver(properties));
        return new KeptRecords(keys, clocks, settings, new Metrics(settings, clocks));
    }
}
