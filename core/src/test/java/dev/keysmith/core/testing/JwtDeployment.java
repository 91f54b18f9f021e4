package dev.keysmith.core.testing;

import static org.assertj.core.api.Assertions.assertThat;

import dev.keysmith.core.access.ScopeSet;
import dev.keysmith.core.credential.Verification;
import dev.keysmith.core.error.ErrorCode;
import dev.keysmith.core.jwk.JwsAlgorithm;
import dev.keysmith.core.key.ApiKey;
import dev.keysmith.core.secret.VerificationSecret;
import dev.keysmith.core.token.JwtClaims;
import dev.keysmith.core.token.JwtId;
import dev.keysmith.core.token.JwtResult;
import dev.keysmith.core.token.JwtShape;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.Instant;
import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.Collectors;

/** A deployment with a signing key of each algorithm, an admin key in it, and what an attacker makes of its tokens. */
public final class JwtDeployment {

    public static final String AT = "at+jwt";
    public static final String KEY = "key+jwt";

    private static final SecureRandom RANDOM = new SecureRandom();
    private static final VerificationSecret SECRET;
    private static final Map<JwsAlgorithm, TestSigningKey> KEYS = new EnumMap<>(JwsAlgorithm.class);

    static {
        Instant start = new TestClock().instant();
        VerificationSecret secret = VerificationSecret.first(RANDOM, start);
        for (JwsAlgorithm algorithm : JwsAlgorithm.values()) {
            TestSigningKey key = TestSigningKey.generate(secret.newKid(RANDOM), algorithm);
            KEYS.put(algorithm, key);
            secret = secret.with(key.verificationKey(start));
        }
        SECRET = secret;
    }

    public final Core core;
    public final ApiKey admin;

    public JwtDeployment() {
        this(Map.of());
    }

    public JwtDeployment(Map<String, Object> overrides) {
        core = new Core(overrides);
        core.secretSource.put(SECRET.toText());
        admin = core.firstAdminKey.issue();
        core.calls.take();
    }

    public TestSigningKey key(JwsAlgorithm algorithm) {
        return Objects.requireNonNull(KEYS.get(algorithm));
    }

    /** A name that this deployment could have given to a key, and did not. */
    public static String madeKid() {
        return SECRET.newKid(RANDOM);
    }

    /** What a token of the admin key says, each member's value as JSON. */
    public Map<String, String> token() {
        Instant now = core.clock.instant();
        return members(new JwtClaims(
                Core.ISSUER,
                List.of(Core.AUDIENCE),
                JwtId.ofToken(admin.keyId(), 1, RANDOM),
                now,
                now.plus(Duration.ofMinutes(10)),
                Optional.of(ScopeSet.parse("chat:read keys:read"))));
    }

    /** What a key in JWT form would say that has this admin's id. */
    public Map<String, String> signedKey() {
        Map<String, String> members = token();
        members.remove("client_id");
        members.remove("scope");
        members.put("jti", "\"" + admin.keyId() + ".1\"");
        return members;
    }

    private static Map<String, String> members(JwtClaims claims) {
        Map<String, String> members = new LinkedHashMap<>();
        TestSigningKey.members(claims)
                .forEach((name, value) -> members.put(
                        name,
                        value instanceof List<?> list
                                ? list.stream().map(one -> "\"" + one + "\"").collect(Collectors.joining(",", "[", "]"))
                                : value instanceof String text ? "\"" + text + "\"" : value.toString()));
        return members;
    }

    /** A JSON object of these members, whose values are JSON. */
    public static String object(Map<String, String> members) {
        return members.entrySet().stream()
                .map(member -> "\"" + member.getKey() + "\":" + member.getValue())
                .collect(Collectors.joining(",", "{", "}"));
    }

    /** A good token, by the key of this algorithm. */
    public String signed(JwsAlgorithm algorithm) {
        return signed(algorithm, token());
    }

    /** An access token that says this, with a good signature. */
    public String signed(JwsAlgorithm algorithm, Map<String, String> claims) {
        return key(algorithm).sign(key(algorithm).header(AT), object(claims));
    }

    /** Asserts that it is let in. */
    public void assertAccepted(String token) {
        assertThat(core.verify(token)).isInstanceOf(Verification.Verified.class);
        core.calls.take();
    }

    /**
     * Asserts that it is refused for what it is, without asking DynamoDB or Secrets Manager for anything: by the verifier of JWTs, and
     * as a credential, where what does not look like a JWT is malformed.
     */
    public void assertRefused(String attack, String token) {
        assertThat(core.jwtVerifier.verify(token)).as(attack).isEqualTo(new JwtResult.Refused(ErrorCode.TOKEN_INVALID));
        boolean looksLikeOne = JwtShape.matches(token);
        assertRefused(attack, token, looksLikeOne ? ErrorCode.TOKEN_INVALID : ErrorCode.CREDENTIAL_MALFORMED);
    }

    /** Asserts that it is refused so, without asking DynamoDB or Secrets Manager for anything. */
    public void assertRefused(String attack, String token, ErrorCode code) {
        core.secrets.keys();
        int fetches = core.secretSource.calls();
        core.calls.take();
        assertThat(core.verify(token)).as(attack).isEqualTo(new Verification.Refused(code));
        assertThat(core.calls.take()).as(attack).isEmpty();
        assertThat(core.secretSource.calls()).as(attack).isEqualTo(fetches);
    }
}
