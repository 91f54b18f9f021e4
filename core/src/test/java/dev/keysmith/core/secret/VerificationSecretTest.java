package dev.keysmith.core.secret;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.keysmith.core.error.UnavailableException;
import dev.keysmith.core.jwk.JwsAlgorithm;
import dev.keysmith.core.jwk.VerificationKey;
import dev.keysmith.core.testing.TestSigningKey;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.Instant;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

class VerificationSecretTest {

    private static final Instant NOW = Instant.parse("2026-11-20T12:00:00Z");
    private static final String PEPPER = "{\"version\":1,\"active_from\":\"2026-01-01T00:00:00Z\","
            + "\"value\":\"AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA=\"}";

    @Test
    void freshSecretHasOneActivePepper() {
        VerificationSecret secret = VerificationSecret.parse(
                VerificationSecret.first(new SecureRandom(), NOW).toText());
        assertThat(secret.activePepper(NOW).orElseThrow().version()).isEqualTo(1);
        assertThat(secret.activePepper(NOW.minusMillis(1))).isEmpty();
        assertThat(secret).hasToString("VerificationSecret[Pepper[1]][]");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "null",
                "{}",
                "{\"peppers\":[]}",
                "{\"peppers\":[{\"version\":1,\"active_from\":\"2026-01-01T00:00:00Z\",\"value\":\"c2hvcnQ=\"}]}",
                "{\"peppers\":[{\"version\":0,\"active_from\":\"2026-01-01T00:00:00Z\",\"value\":\"AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA=\"}]}",
                "{\"peppers\":[{\"active_from\":\"never\"}]}",
                "[{\"peppers\":[]}]",
                "{\"other\":[{\"version\":1,\"active_from\":\"2026-01-01T00:00:00Z\",\"value\":\"AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA=\"}]}",
                "{\"peppers\":[{\"version\":1,\"active_from\":\"2026-01-01T00:00:00Z\",\"value\":\"AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA=\",\"x\":1}]}",
                "verysecretvalue"
            })
    void secretThatIsNotInOrderIsAnOutageThatRepeatsNothingOfIt(String text) {
        assertThatThrownBy(() -> VerificationSecret.parse(text))
                .isInstanceOf(UnavailableException.class)
                .hasMessage("the verification secret is not in order")
                .hasNoCause();
    }

    @Test
    void sameVersionTwiceIsNotInOrder() {
        String pepper = "{\"version\":1,\"active_from\":\"2026-01-01T00:00:00Z\","
                + "\"value\":\"AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA=\"}";
        assertThatThrownBy(() -> VerificationSecret.parse("{\"peppers\":[" + pepper + "," + pepper + "]}"))
                .isInstanceOf(UnavailableException.class);
    }

    @Test
    void textReadsBackWithKeysOfAllTypes() {
        SecureRandom random = new SecureRandom();
        VerificationSecret secret =
                VerificationSecret.first(random, NOW).with(Pepper.random(2, NOW.plus(Duration.ofMinutes(10)), random));
        for (JwsAlgorithm algorithm : JwsAlgorithm.values()) {
            secret = secret.with(TestSigningKey.generate(secret.newKid(random), algorithm)
                    .verificationKey(NOW.plusSeconds(algorithm.ordinal())));
        }

        VerificationSecret read = VerificationSecret.parse(secret.toText());

        assertThat(read.toText()).isEqualTo(secret.toText());
        assertThat(read.keys()).extracting(VerificationKey::algorithm).containsExactly(JwsAlgorithm.values());
        assertThat(read.keys()).allMatch(key -> read.madeKid(key.kid()));
        assertThat(read.importPepper()).isEqualTo(secret.importPepper());
        assertThat(read.activeKeys(NOW.plusSeconds(1)))
                .extracting(VerificationKey::algorithm)
                .containsExactly(JwsAlgorithm.ES256, JwsAlgorithm.RS256);
        assertThat(read.withoutPepper(1).peppers()).extracting(Pepper::version).containsExactly(2);
        String gone = read.keys().getFirst().kid();
        assertThat(read.withoutKey(gone).key(gone)).isEmpty();
        assertThat(read.withoutKey(gone).keys()).hasSize(2);
    }

    @Test
    void textShowsNoSecret() {
        TestSigningKey hmac = TestSigningKey.generate("the-name", JwsAlgorithm.HS256);
        VerificationSecret secret =
                VerificationSecret.first(new SecureRandom(), NOW).with(hmac.verificationKey(NOW));
        assertThat(secret).hasToString("VerificationSecret[Pepper[1]][VerificationKey[the-name]]");
        assertThat(secret.toString())
                .doesNotContain(hmac.jwk().toOctetSequenceKey().getKeyValue().toString());
    }

    static Stream<String> keysThatAreNotInOrder() {
        String x = "AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA";
        String from = "\"active_from\":\"2026-01-01T00:00:00Z\"";
        String oct = "{\"kid\":\"a\",\"kty\":\"oct\",\"alg\":\"HS256\",\"k\":\"" + x + "\"," + from + "}";
        String ec = TestSigningKey.generate("a", JwsAlgorithm.ES256)
                .jwk()
                .toPublicJWK()
                .toJSONString();
        String good = ec.replace("{", "{\"kid\":\"a\",\"alg\":\"ES256\"," + from + ",");
        return Stream.of(
                oct + "," + oct,
                oct.replace("HS256", "HS512"),
                oct.replace("HS256", "none"),
                oct.replace("HS256", "ES256"),
                oct.replace("HS256", "hs256"),
                oct.replace("\"oct\"", "\"RSA\""),
                oct.replace("\"kid\":\"a\",", ""),
                oct.replace("\"alg\":\"HS256\",", ""),
                oct.replace("\"kty\":\"oct\",", ""),
                oct.replace("," + from, ""),
                oct.replace(from, "\"active_from\":\"now\""),
                oct.replace(from, "\"active_from\":1"),
                oct.replace(x, x.substring(2)),
                oct.replace(x, x.replace('A', '!')),
                oct.replace("\"k\":\"" + x + "\"", "\"k\":null"),
                oct.replace("\"k\":\"" + x + "\"", "\"x\":\"y\""),
                oct.replace("{", "{\"use\":\"sig\","),
                oct.replace("{", "{\"kid\":\"a\","),
                oct.replace("{", "{\"key_ops\":[\"verify\"],"),
                good.replace("P-256", "P-384"),
                good.replace("P-256", "secp256k1"),
                good.replace("\"x\":\"", "\"x\":\"AA"),
                good.replace("{", "{\"d\":\"" + x + "\","),
                good.replace("ES256", "HS256"),
                rsa(1024, from),
                rsa(8192, from),
                rsa(2048, from).replace("AQAB", "AQ"),
                rsa(2048, from).replace("AQAB", "AA"),
                rsa(2048, from).replace("{", "{\"d\":\"" + x + "\","),
                "1",
                "[]",
                "null",
                oct.substring(1));
    }

    /** A key of that many bits; no two primes make it, which nobody can tell. */
    private static String rsa(int bits, String activeFrom) {
        byte[] modulus = new byte[bits / 8];
        new SecureRandom().nextBytes(modulus);
        modulus[0] |= (byte) 0x80;
        modulus[modulus.length - 1] |= 1;
        return "{\"kid\":\"a\",\"kty\":\"RSA\",\"alg\":\"RS256\",\"e\":\"AQAB\",\"n\":\""
                + TestSigningKey.encode(modulus) + "\"," + activeFrom + "}";
    }

    @ParameterizedTest
    @MethodSource("keysThatAreNotInOrder")
    void keyThatIsNotInOrderIsAnOutageThatRepeatsNothingOfIt(String key) {
        assertThatThrownBy(() -> VerificationSecret.parse("{\"peppers\":[" + PEPPER + "],\"keys\":[" + key + "]}"))
                .isInstanceOf(UnavailableException.class)
                .hasMessage("the verification secret is not in order")
                .hasNoCause();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{\"peppers\":[" + PEPPER + "]}x",
                "{\"peppers\":[" + PEPPER + "]}{}",
                "{\"peppers\":[" + PEPPER + "],\"keys\":[],\"keys\":[]}",
                "{\"peppers\":[" + PEPPER + "],\"peppers\":[" + PEPPER + "]}",
                "{\"peppers\":[" + PEPPER + "],\"keys\":{}}",
                "{\"peppers\":[" + PEPPER + "],\"keys\":null}",
                "{\"peppers\":[" + PEPPER + "],\"import_pepper\":null}",
                "{\"peppers\":[" + PEPPER + "],\"import_pepper\":\"AAAA\"}",
                "{\"peppers\":[" + PEPPER + "]"
            })
    void textThatIsMoreOrLessThanOneObjectIsNotInOrder(String text) {
        assertThatThrownBy(() -> VerificationSecret.parse(text))
                .isInstanceOf(UnavailableException.class)
                .hasMessage("the verification secret is not in order")
                .hasNoCause();
    }

    @Test
    void keyThatIsInOrderIsRead() {
        VerificationSecret secret = VerificationSecret.parse("{\"peppers\":[" + PEPPER + "],\"keys\":["
                + rsa(2048, "\"active_from\":\"2026-01-01T00:00:00Z\"") + "]}");
        assertThat(secret.keys()).hasSize(1);
    }
}
