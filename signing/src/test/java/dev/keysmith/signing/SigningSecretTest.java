package dev.keysmith.signing;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.jwk.Curve;
import com.nimbusds.jose.jwk.gen.ECKeyGenerator;
import dev.keysmith.core.error.UnavailableException;
import dev.keysmith.core.jwk.JwsAlgorithm;
import dev.keysmith.core.secret.VerificationSecret;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;

class SigningSecretTest {

    private static final Instant NOW = Instant.parse("2026-11-20T12:00:00Z");
    private static final String D = "AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA";

    private final VerificationSecret published = VerificationSecret.first(new SecureRandom(), NOW);
    private final SigningKey one = key("one");
    private final SigningKey two = key("two");
    private final SigningKey three = key("three");

    @Test
    void textReadsBackWithKeysOfAllTypes() {
        SigningSecret secret = new SigningSecret(Arrays.stream(JwsAlgorithm.values())
                .map(algorithm -> SigningKey.generate("the-" + algorithm, algorithm))
                .toList());

        SigningSecret read = SigningSecret.parse(secret.toText());

        assertThat(read.keys()).extracting(SigningKey::algorithm).containsExactly(JwsAlgorithm.values());
        assertThat(read.keys())
                .extracting(SigningKey::toJwk)
                .containsExactlyElementsOf(
                        secret.keys().stream().map(SigningKey::toJwk).toList());
    }

    @ParameterizedTest
    @EnumSource
    void nothingOfAKeyIsShownButItsName(JwsAlgorithm algorithm) {
        SigningKey key = SigningKey.generate("the-name", algorithm);
        assertThat(key).hasToString("SigningKey[the-name]");
        SigningSecret secret = new SigningSecret(List.of(key));
        assertThat(secret).hasToString("SigningSecret[SigningKey[the-name]]");
        assertThat(new FirstSecrets(published.with(key.verificationKey(NOW)), secret))
                .hasToString("FirstSecrets[verification=VerificationSecret[Pepper[1]][VerificationKey[the-name]],"
                        + " signing=SigningSecret[SigningKey[the-name]]]");
    }

    @ParameterizedTest
    @EnumSource(names = {"RS256", "ES256"})
    void whatVerifiesCannotSign(JwsAlgorithm algorithm) {
        SigningKey key = SigningKey.generate("the-name", algorithm);
        String text = published.with(key.verificationKey(NOW)).toText();
        for (String name : List.of("d", "p", "q", "dp", "dq", "qi", "k")) {
            Object value = key.toJwk().get(name);
            assertThat(text).doesNotContain("\"" + name + "\":");
            if (value != null) {
                assertThat(text).doesNotContain(value.toString());
            }
        }
    }

    @Test
    void newestActiveKeySigns() {
        SigningSecret secret = new SigningSecret(List.of(one, two));
        VerificationSecret both =
                published.with(two.verificationKey(NOW.plusSeconds(60))).with(one.verificationKey(NOW));
        assertThat(secret.active(both.activeKeys(NOW.minusMillis(1)))).isEmpty();
        assertThat(secret.active(both.activeKeys(NOW))).contains(secret.keys().getFirst());
        assertThat(secret.active(both.activeKeys(NOW.plusSeconds(60))))
                .contains(secret.keys().getLast());
        assertThat(secret.active(List.of())).isEmpty();
    }

    @Test
    void nextKeyIsAddedAndOnesThatNeverSignAgainAreDropped() {
        VerificationSecret all =
                published.with(one.verificationKey(NOW)).with(two.verificationKey(NOW.plus(Duration.ofHours(1))));
        SigningSecret secret = new SigningSecret(List.of(one)).withNext(two, all, NOW);
        assertThat(kids(secret)).containsExactly("one", "two");

        // While the second waits, the first still signs.
        assertThat(kids(secret.withNext(three, all, NOW.plusSeconds(1)))).containsExactly("one", "two", "three");
        assertThat(kids(secret.withNext(three, all, NOW.plus(Duration.ofHours(1)))))
                .containsExactly("two", "three");
    }

    @Test
    void keyThatIsNotPublishedYetIsKept() {
        VerificationSecret without = published.with(one.verificationKey(NOW));
        assertThat(kids(new SigningSecret(List.of(one, two)).withNext(three, without, NOW)))
                .containsExactly("one", "two", "three");
    }

    @Test
    void noKeysOrTwoOfOneNameAreNoSecret() {
        assertThatThrownBy(() -> new SigningSecret(List.of())).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> new SigningSecret(List.of(one, key("one"))))
                .isInstanceOf(IllegalArgumentException.class);
    }

    static Stream<String> textsThatAreNotInOrder() throws JOSEException {
        String good = new SigningSecret(List.of(key("a"))).toText();
        String hmac = "{\"keys\":[{\"kty\":\"oct\",\"kid\":\"a\",\"alg\":\"HS256\",\"k\":\"" + D + "\"}]}";
        String wide = new ECKeyGenerator(Curve.P_384).keyID("a").generate().toJSONString();
        return Stream.of(
                "",
                "null",
                "[]",
                "{}",
                "verysecretvalue",
                "{\"keys\":null}",
                "{\"keys\":{}}",
                "{\"keys\":[]}",
                "{\"keys\":[null]}",
                "{\"keys\":[1]}",
                "{\"keys\":[[]]}",
                "{\"keys\":[{}]}",
                "{\"keys\":[{\"kty\":\"unknown\",\"d\":\"" + D + "\"}]}",
                good.substring(0, good.length() - 1),
                good.replace("\"d\":", "\"e\":"),
                good.replace("ES256", "ES384"),
                good.replace("ES256", "RS256"),
                good.replace("ES256", "HS256"),
                good.replace("ES256", "none"),
                good.replace("\"alg\":", "\"x\":"),
                good.replace("\"kid\":", "\"x\":"),
                good.replace("P-256", "P-521"),
                good.replace("P-256", "x"),
                hmac.replace("HS256", "RS256"),
                hmac.replace("HS256", "HS512"),
                hmac.replace(D, D.substring(4)),
                hmac.replace("\"kty\":\"oct\"", "\"kty\":7"),
                hmac.replace("\"" + D + "\"", "7"),
                "{\"keys\":[" + wide.replace("{\"kty\"", "{\"alg\":\"ES256\",\"kty\"") + "]}",
                "{\"keys\":[{\"kty\":\"RSA\",\"kid\":\"a\",\"alg\":\"RS256\",\"n\":\"" + D
                        + "\",\"e\":\"AQAB\",\"d\":\"" + D + "\"}]}");
    }

    @ParameterizedTest
    @MethodSource("textsThatAreNotInOrder")
    void textThatIsNotInOrderIsAnOutageThatRepeatsNothingOfIt(String text) {
        assertThatThrownBy(() -> SigningSecret.parse(text))
                .isInstanceOf(UnavailableException.class)
                .hasMessage("the signing secret is not in order")
                .hasNoCause();
    }

    private static List<String> kids(SigningSecret secret) {
        return secret.keys().stream().map(SigningKey::kid).toList();
    }

    private static SigningKey key(String kid) {
        return SigningKey.generate(kid, JwsAlgorithm.ES256);
    }
}
