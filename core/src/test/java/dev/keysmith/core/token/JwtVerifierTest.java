package dev.keysmith.core.token;

import static org.assertj.core.api.Assertions.assertThat;

import dev.keysmith.core.credential.Verification;
import dev.keysmith.core.error.ErrorCode;
import dev.keysmith.core.jwk.JwsAlgorithm;
import dev.keysmith.core.testing.Core;
import dev.keysmith.core.testing.JwtDeployment;
import dev.keysmith.core.testing.TestSigningKey;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The claims and types of JWTs that are well signed: each is as it must be, or all of it is refused. */
class JwtVerifierTest {

    private static final JwsAlgorithm ALGORITHM = JwsAlgorithm.ES256;

    private final JwtDeployment deployment = new JwtDeployment();
    private final Core core = deployment.core;

    @ParameterizedTest
    @EnumSource
    void tokenOfEachAlgorithmIsVerified(JwsAlgorithm algorithm) {
        Map<String, String> claims = deployment.token();

        JwtResult result = core.jwtVerifier.verify(deployment.signed(algorithm, claims));

        JwtClaims read = ((JwtResult.Verified) result).jwt().claims();
        assertThat(read.type()).isEqualTo(JwtType.ACCESS_TOKEN);
        assertThat(read.issuer()).isEqualTo(Core.ISSUER);
        assertThat(read.audience()).containsExactly(Core.AUDIENCE);
        assertThat(read.id().keyId()).isEqualTo(deployment.admin.keyId());
        assertThat(read.issuedAt()).isEqualTo(core.clock.instant());
        assertThat(Duration.between(read.issuedAt(), read.expiresAt())).isEqualTo(Duration.ofMinutes(10));
        assertThat(read.scope().orElseThrow()).hasToString("chat:read keys:read");
        assertThat(((JwtResult.Verified) result).jwt()).hasToString("VerifiedJwt[" + read.id() + "]");
    }

    @ParameterizedTest
    @ValueSource(strings = {"iss", "aud", "exp", "iat", "jti", "sub", "client_id", "scope"})
    void tokenThatLacksAClaimIsRefused(String claim) {
        Map<String, String> claims = deployment.token();
        claims.remove(claim);
        deployment.assertRefused("without " + claim, deployment.signed(ALGORITHM, claims));
    }

    @ParameterizedTest
    @ValueSource(strings = {"iss", "aud", "exp", "iat", "jti", "sub"})
    void keyThatLacksAClaimIsRefused(String claim) {
        Map<String, String> claims = deployment.signedKey();
        claims.remove(claim);
        deployment.assertRefused("without " + claim, signedKey(claims));
    }

    @ParameterizedTest
    @ValueSource(strings = {"iss", "aud", "exp", "iat", "jti", "sub", "client_id", "scope", "nbf"})
    void claimOfAnotherTypeIsRefused(String claim) {
        for (String value : List.of("null", "true", "{}", "[]", "[[]]", "[null]", "[1]", "{\"a\":1}", "1.5", "-1")) {
            assertRefusedWith(claim, value);
        }
    }

    /** A NumericDate is a JSON number (RFC 7519 section 2); we write whole seconds, and take nothing else. */
    @ParameterizedTest
    @ValueSource(strings = {"exp", "iat", "nbf"})
    void timeInAnyOtherFormIsRefused(String claim) {
        long now = core.clock.instant().getEpochSecond();
        for (String value : List.of(
                "\"" + now + "\"",
                now + ".0",
                now + ".5",
                now + "e0",
                "1e30",
                "1e999",
                "-" + now,
                "0x1",
                "0" + now,
                "NaN",
                "Infinity",
                "9223372036854775808",
                "9223372036854775807",
                "253402300800",
                "9".repeat(900),
                "9".repeat(2000),
                "[" + now + "]",
                "\"2026-11-20T12:05:00Z\"")) {
            assertRefusedWith(claim, value);
        }
    }

    @Test
    void tokenIsTakenUntilItsExpiryAndSkewAndNoLonger() {
        String token = deployment.signed(ALGORITHM);
        core.clock.advance(Duration.ofMinutes(10).plusSeconds(5).minusMillis(1));
        deployment.assertAccepted(token);
        core.clock.advance(Duration.ofMillis(1));
        deployment.assertRefused("at the end of skew", token, ErrorCode.TOKEN_EXPIRED);
        core.clock.advance(Duration.ofSeconds(1));
        deployment.assertRefused("a second beyond", token, ErrorCode.TOKEN_EXPIRED);
    }

    @ParameterizedTest
    @ValueSource(strings = {"iat", "nbf"})
    void tokenOfTheFutureIsTakenWithinSkewAlone(String claim) {
        long now = core.clock.instant().getEpochSecond();
        deployment.assertAccepted(with(claim, Long.toString(now + 5)));
        deployment.assertRefused(claim + " beyond skew", with(claim, Long.toString(now + 6)));
    }

    @Test
    void skewIsAsConfigured() {
        JwtDeployment strict = new JwtDeployment(Map.of("keysmith.clock-skew", "PT0S"));
        String token = strict.signed(ALGORITHM);
        strict.core.clock.advance(Duration.ofMinutes(10).minusMillis(1));
        strict.assertAccepted(token);
        strict.core.clock.advance(Duration.ofMillis(1));
        strict.assertRefused("at its expiry", token, ErrorCode.TOKEN_EXPIRED);
    }

    @Test
    void expiryIsToldOnlyOfWhatIsOtherwiseGood() {
        Map<String, String> claims = deployment.token();
        claims.put("aud", "\"somebody-else\"");
        String token = deployment.signed(ALGORITHM, claims);
        core.clock.advance(Duration.ofHours(2));
        deployment.assertRefused("expired and for others", token);
    }

    @Test
    void tokenOfMoreThanAnHourIsRefused() {
        long now = core.clock.instant().getEpochSecond();
        deployment.assertAccepted(with("exp", Long.toString(now + 3600)));
        deployment.assertRefused("an hour and a second", with("exp", Long.toString(now + 3601)));
        deployment.assertRefused("without end", with("exp", "253402300799"));
    }

    @Test
    void tokenThatEndsBeforeItBeginsIsRefused() {
        long now = core.clock.instant().getEpochSecond();
        deployment.assertRefused("ends at once", with("exp", Long.toString(now)));
        deployment.assertRefused("ends before", with("exp", Long.toString(now - 1)));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "https://keys.example.org",
                "https://keys.example.com/",
                "HTTPS://KEYS.EXAMPLE.COM",
                "https://keys.example.com ",
                "https://keys.example.com\\u0000",
                ""
            })
    void anotherIssuersTokenIsRefused(String issuer) {
        assertRefusedWith("iss", "\"" + issuer + "\"");
    }

    @Test
    void tokenOfAnotherDeploymentWithTheSameKidIsRefused() {
        TestSigningKey own = deployment.key(ALGORITHM);
        TestSigningKey other = TestSigningKey.generate(own.kid(), ALGORITHM);
        String payload = JwtDeployment.object(deployment.token());
        deployment.assertRefused("the same name", other.sign(own.header(JwtDeployment.AT), payload));
    }

    @Test
    void audienceIsOneOfOurs() {
        for (String ours : List.of(
                "\"our-api\"",
                "\"other-audience\"",
                "[\"other-audience\"]",
                "[\"somebody-else\",\"our-api\"]",
                "[\"our-api\",\"our-api\"]")) {
            deployment.assertAccepted(with("aud", ours));
        }
        for (String foreign : List.of(
                "\"somebody-else\"",
                "[\"somebody-else\"]",
                "\"\"",
                "[]",
                "[\"\"]",
                "\"our-api other-audience\"",
                "\"Our-Api\"",
                "\"our\"",
                "[[\"our-api\"]]",
                "[\"our-api\",null]",
                "[\"our-api\",1]",
                "{\"our-api\":true}")) {
            assertRefusedWith("aud", foreign);
        }
    }

    @Test
    void claimThatIsThereTwiceIsRefused() {
        Map<String, String> claims = deployment.token();
        String payload = JwtDeployment.object(claims);
        for (Map.Entry<String, String> claim : claims.entrySet()) {
            String again = "\"" + claim.getKey() + "\":" + claim.getValue();
            assertRefusedPayload(claim.getKey() + " again", "{" + again + "," + payload.substring(1));
        }
        assertRefusedPayload("in escapes", "{\"\\u0073cope\":\"*\"," + payload.substring(1));
        assertRefusedPayload("unknown ones", "{\"x\":1,\"x\":2," + payload.substring(1));
        assertRefusedPayload("deep within", "{\"x\":{\"y\":1,\"y\":2}," + payload.substring(1));
    }

    @Test
    void unknownClaimsMeanNothing() {
        Map<String, String> claims = deployment.token();
        claims.put("x", "[{\"y\":[1,2.5,null,true]}]");
        claims.put("roles", "[\"admin\"]");
        claims.put("Scope", "\"*\"");
        Verification verification = core.verify(deployment.signed(ALGORITHM, claims));
        assertThat(((Verification.Verified) verification).principal().scopes()).hasToString("chat:read keys:read");
    }

    @ParameterizedTest
    @CsvSource({
        "sub, 0000000000000000",
        "client_id, 0000000000000000",
        "jti, 0000000000000000.1",
        "jti, 0000000000000000.1.00000000000000000000000000000000",
    })
    void tokenOfTwoKeysIsRefused(String claim, String value) {
        assertRefusedWith(claim, "\"" + value + "\"");
    }

    @Test
    void idOfAnotherFormIsRefused() {
        String keyId = deployment.admin.keyId().value();
        String unique = "0123456789abcdef0123456789abcdef";
        deployment.assertAccepted(with("jti", "\"" + keyId + ".1." + unique + "\""));
        for (String id : List.of(
                keyId,
                keyId + ".1",
                keyId + ".1.",
                keyId + ".0." + unique,
                keyId + ".01." + unique,
                keyId + ".-1." + unique,
                keyId + ".+1." + unique,
                keyId + ".1 ." + unique,
                keyId + ".2147483648." + unique,
                keyId + ".99999999999999999999." + unique,
                keyId + "..1." + unique,
                keyId + ".1." + unique + "0",
                keyId + ".1." + unique.toUpperCase(java.util.Locale.ROOT),
                keyId + ".1." + unique + "\\n",
                "\\n" + keyId + ".1." + unique,
                keyId + ".\u0661." + unique)) {
            assertRefusedWith("jti", "\"" + id + "\"");
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"**", "chat", "chat:read,chat:write", "chat:read\\tchat:write", "Chat:read", "*:read"})
    void scopeOfAnotherFormIsRefused(String scope) {
        assertRefusedWith("scope", "\"" + scope + "\"");
    }

    @Test
    void typeIsOneOfOursAsItIsSpelt() {
        String payload = JwtDeployment.object(deployment.token());
        TestSigningKey key = deployment.key(ALGORITHM);
        for (String type : List.of(
                "JWT",
                "jwt",
                "AT+JWT",
                "at+JWT",
                "At+jwt",
                "KEY+JWT",
                "application/at+jwt",
                "at+jwt ",
                " at+jwt",
                "id+jwt",
                "logout+jwt",
                "dpop+jwt",
                "at",
                "")) {
            deployment.assertRefused(type, key.sign(key.header(type), payload));
        }
    }

    @Test
    void oneTypeIsNeverTakenForAnother() {
        TestSigningKey key = deployment.key(ALGORITHM);
        Map<String, String> token = deployment.token();
        Map<String, String> signedKey = deployment.signedKey();
        deployment.assertRefused(
                "a token as a key", key.sign(key.header(JwtDeployment.KEY), JwtDeployment.object(token)));
        deployment.assertRefused(
                "a key as a token", key.sign(key.header(JwtDeployment.AT), JwtDeployment.object(signedKey)));
        Map<String, String> both = new LinkedHashMap<>(signedKey);
        both.put("client_id", token.get("client_id"));
        both.put("scope", "\"*\"");
        deployment.assertRefused(
                "a key's id in a token", key.sign(key.header(JwtDeployment.AT), JwtDeployment.object(both)));
    }

    @Test
    void textThatIsNotOneJsonObjectIsRefused() {
        String payload = JwtDeployment.object(deployment.token());
        for (String text : List.of(
                payload + "{}",
                payload + "x",
                payload + "]",
                payload + "}",
                payload + ",",
                payload + "\u0000",
                payload.substring(0, payload.length() - 1),
                payload.substring(1),
                "[" + payload + "]",
                "\"" + "x" + "\"",
                "null",
                "1",
                "{",
                "{}",
                "[]",
                " ",
                "/* */" + payload,
                payload + "//",
                "{'x':1," + payload.substring(1),
                "{x:1," + payload.substring(1),
                "{\"x\":1,," + payload.substring(1),
                "{\"x\":01," + payload.substring(1),
                "{\"x\":\"\n\"," + payload.substring(1),
                "{\"x\":\"\\x\"," + payload.substring(1),
                "{\"x\":\"\\ud800\\u12\"," + payload.substring(1))) {
            assertRefusedPayload(text, text);
        }
    }

    @Test
    void deepJsonIsRefused() {
        Map<String, String> claims = deployment.token();
        claims.put("x", "[".repeat(1500) + "]".repeat(1500));
        deployment.assertRefused("arrays", deployment.signed(ALGORITHM, claims));
        claims.put("x", "[".repeat(3000));
        deployment.assertRefused("arrays without end", deployment.signed(ALGORITHM, claims));
    }

    @Test
    void longerThanTheLimitIsRefusedBeforeItIsRead() {
        Map<String, String> claims = deployment.token();
        claims.put("x", "\"\"");
        int without = deployment.signed(ALGORITHM, claims).length();
        claims.put("x", "\"" + "x".repeat((JwtShape.MAX_LENGTH - without) / 4 * 3) + "\"");
        String longest = deployment.signed(ALGORITHM, claims);
        assertThat(longest.length()).isBetween(JwtShape.MAX_LENGTH - 4, JwtShape.MAX_LENGTH);
        deployment.assertAccepted(longest);

        claims.put("x", "\"" + "x".repeat((JwtShape.MAX_LENGTH - without) / 4 * 3 + 4) + "\"");
        String tooLong = deployment.signed(ALGORITHM, claims);
        assertThat(tooLong.length()).isGreaterThan(JwtShape.MAX_LENGTH);
        deployment.assertRefused("a few characters more", tooLong);
        deployment.assertRefused("a million", "eyJ" + "a".repeat(1_000_000) + ".a.a");
    }

    private String with(String claim, String value) {
        Map<String, String> claims = deployment.token();
        claims.put(claim, value);
        return deployment.signed(ALGORITHM, claims);
    }

    private String signedKey(Map<String, String> claims) {
        TestSigningKey key = deployment.key(ALGORITHM);
        return key.sign(key.header(JwtDeployment.KEY), JwtDeployment.object(claims));
    }

    private void assertRefusedWith(String claim, String value) {
        deployment.assertRefused(claim + ": " + value, with(claim, value));
    }

    private void assertRefusedPayload(String attack, String payload) {
        TestSigningKey key = deployment.key(ALGORITHM);
        deployment.assertRefused(attack, key.sign(key.header(JwtDeployment.AT), payload));
    }
}
