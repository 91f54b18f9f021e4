package dev.keysmith.core.key;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.keysmith.core.error.UnavailableException;
import dev.keysmith.core.secret.VerificationSecret;
import dev.keysmith.core.testing.Core;
import java.time.Duration;
import java.util.Base64;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;
import org.junit.jupiter.api.Test;

class KeyHasherTest {

    private final Core core = new Core();

    @Test
    void hashProvesItsKeyAndNoOther() {
        ApiKey key = core.format.generate(Environment.LIVE, core.random);
        KeyHash hash = core.hasher.hash(key);

        assertThat(core.hasher.matches(key, hash)).isTrue();
        assertThat(core.hasher.matches(core.format.generate(Environment.LIVE, core.random), hash))
                .isFalse();
    }

    @Test
    void hashIsBoundToKeyIdAndEnvironment() {
        ApiKey key = core.format.generate(Environment.LIVE, core.random);
        KeyHash hash = core.hasher.hash(key);
        ApiKey otherId = new ApiKey(new KeyId("0123456789abcdef"), Environment.LIVE, key.secret(), "");
        ApiKey otherEnvironment = new ApiKey(key.keyId(), Environment.TEST, key.secret(), "");

        assertThat(core.hasher.matches(otherId, hash)).isFalse();
        assertThat(core.hasher.matches(otherEnvironment, hash)).isFalse();
    }

    @Test
    void hashIsTheDocumentedHmac() throws Exception {
        byte[] pepper = new byte[32];
        pepper[0] = 7;
        core.secretSource.put(secret(3, core.clock.instant().toString(), pepper));
        ApiKey key = core.format.generate(Environment.TEST, core.random);
        Mac mac = Mac.getInstance("HmacSHA256");
        mac.init(new SecretKeySpec(pepper, "HmacSHA256"));
        byte[] expected = mac.doFinal(("keysmith-key:test:" + key.keyId() + ":" + key.secret())
                .getBytes(java.nio.charset.StandardCharsets.US_ASCII));

        assertThat(core.hasher.hash(key).bytes()).isEqualTo(expected);
        assertThat(core.hasher.hash(key).pepperVersion()).isEqualTo(3);
    }

    @Test
    void pepperThatIsNotActiveYetVerifiesButDoesNotHash() {
        String later = core.clock.instant().plus(Duration.ofHours(1)).toString();
        String now = core.clock.instant().toString();
        core.secretSource.put(
                "{\"peppers\":[" + pepper(1, now, new byte[32]) + "," + pepper(2, later, new byte[32]) + "]}");
        ApiKey key = core.format.generate(Environment.LIVE, core.random);

        assertThat(core.hasher.hash(key).pepperVersion()).isEqualTo(1);
        KeyHash underTheNext = new KeyHash(2, core.hasher.hash(key).bytes());
        assertThat(core.hasher.matches(key, underTheNext)).isTrue();
    }

    @Test
    void pepperThatIsNewerThanTheHeldSecretIsFoundAfterTenSeconds() {
        String now = core.clock.instant().toString();
        byte[] newer = new byte[32];
        newer[0] = 1;
        core.secretSource.put(secret(1, now, new byte[32]));
        ApiKey key = core.format.generate(Environment.LIVE, core.random);
        core.hasher.hash(key);
        core.secretSource.put("{\"peppers\":[" + pepper(1, now, new byte[32]) + "," + pepper(2, now, newer) + "]}");
        KeyHash underTheNewer = new KeyHash(2, new byte[32]);

        core.clock.advance(Duration.ofMillis(9_999));
        assertThatThrownBy(() -> core.hasher.matches(key, underTheNewer)).isInstanceOf(UnavailableException.class);
        core.clock.advance(Duration.ofMillis(1));
        assertThat(core.hasher.matches(key, underTheNewer)).isFalse();
    }

    @Test
    void withoutAnActivePepperNothingIsHashed() {
        core.secretSource.put(secret(1, core.clock.instant().plusSeconds(1).toString(), new byte[32]));
        ApiKey key = core.format.generate(Environment.LIVE, core.random);
        assertThatThrownBy(() -> core.hasher.hash(key)).isInstanceOf(UnavailableException.class);
    }

    @Test
    void unknownPepperIsAnOutageAndNoVerdict() {
        ApiKey key = core.format.generate(Environment.LIVE, core.random);
        KeyHash underUnknown = new KeyHash(9, core.hasher.hash(key).bytes());

        assertThatThrownBy(() -> core.hasher.matches(key, underUnknown)).isInstanceOf(UnavailableException.class);
    }

    @Test
    void neitherHashNorFreshSecretShowsInText() {
        KeyHash hash = core.hasher.hash(core.format.generate(Environment.LIVE, core.random));
        assertThat(hash).hasToString("KeyHash[pepper 1]");
        assertThat(VerificationSecret.first(core.random, core.clock.instant()).toText())
                .isNotEqualTo(VerificationSecret.first(core.random, core.clock.instant())
                        .toText());
    }

    private static String secret(int version, String activeFrom, byte[] value) {
        return "{\"peppers\":[" + pepper(version, activeFrom, value) + "]}";
    }

    private static String pepper(int version, String activeFrom, byte[] value) {
        return "{\"version\":" + version + ",\"active_from\":\"" + activeFrom + "\",\"value\":\""
                + Base64.getEncoder().encodeToString(value) + "\"}";
    }
}
