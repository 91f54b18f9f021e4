package dev.keysmith.signing;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.nimbusds.jose.JWSHeader;
import com.nimbusds.jose.util.Base64URL;
import dev.keysmith.core.access.ScopeSet;
import dev.keysmith.core.error.UnavailableException;
import dev.keysmith.core.jwk.JwsAlgorithm;
import dev.keysmith.core.key.KeyId;
import dev.keysmith.core.secret.SecretAges;
import dev.keysmith.core.secret.SecretSource;
import dev.keysmith.core.secret.VerificationSecret;
import dev.keysmith.core.secret.VerificationSecretCache;
import dev.keysmith.core.settings.SettingException;
import dev.keysmith.core.settings.Settings;
import dev.keysmith.core.testing.TestClock;
import dev.keysmith.core.testing.TestSecretSource;
import dev.keysmith.core.token.JwtClaims;
import dev.keysmith.core.token.JwtId;
import dev.keysmith.core.token.JwtResult;
import dev.keysmith.core.token.JwtSettings;
import dev.keysmith.core.token.JwtVerifier;
import io.micronaut.core.value.MapPropertyResolver;
import java.security.SecureRandom;
import java.text.ParseException;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** The signer's tokens, held against the verifier of the functions and the authorizer. */
class SecretJwtSignerTest {

    private static final Duration LATER = Duration.ofMinutes(20);

    private final SecureRandom random = new SecureRandom();
    private final TestClock clock = new TestClock();
    private final FirstSecrets first = secrets(JwsAlgorithm.ES256);
    private final TestSecretSource verification =
            new TestSecretSource(first.verification().toText());
    private final TestSecretSource signing =
            new TestSecretSource(first.signing().toText());
    private final SecretSource source = name -> (name.equals("signing") ? signing : verification).fetch(name);
    private final Settings settings = settings(Map.of());
    private final JwtSettings jwts = new JwtSettings(settings);
    private final VerificationSecretCache verifiers = cache();
    private final SecretJwtSigner signer = signer(settings);

    @ParameterizedTest
    @EnumSource
    void whatIsSignedIsVerified(JwsAlgorithm algorithm) throws Exception {
        FirstSecrets secrets = secrets(algorithm);
        verification.put(secrets.verification().toText());
        signing.put(secrets.signing().toText());
        for (JwtClaims claims : List.of(token(), key())) {
            String jwt = signer.sign(claims);

            assertThat(((JwtResult.Verified) verify(jwt)).jwt().claims()).isEqualTo(claims);
            JWSHeader header = JWSHeader.parse(new Base64URL(jwt.substring(0, jwt.indexOf('.'))));
            assertThat(header.toJSONObject())
                    .isEqualTo(Map.of(
                            "alg",
                            algorithm.name(),
                            "typ",
                            claims.type().headerValue(),
                            "kid",
                            secrets.signing().keys().getFirst().kid()));
        }
    }

    @Test
    void signingFetchesTheSecretOnce() {
        for (int i = 0; i < 10; i++) {
            signer.sign(token());
        }
        assertThat(signing.calls()).isEqualTo(1);
    }

    @Test
    void newKeySignsFromWhenItIsActiveAndNotBefore() {
        SigningKey next = publish(JwsAlgorithm.RS256, clock.instant().plus(LATER));
        signing.put(first.signing()
                .withNext(next, VerificationSecret.parse(verification.fetch("")), clock.instant())
                .toText());

        clock.advance(LATER.minusMillis(1));
        assertThat(kid(signer.sign(token()))).isEqualTo(present().kid());
        String before = signer.sign(token());

        clock.advance(Duration.ofMillis(1));
        assertThat(kid(signer.sign(token()))).isEqualTo(next.kid());
        assertThat(verify(signer.sign(token()))).isInstanceOf(JwtResult.Verified.class);
        assertThat(verify(before)).isInstanceOf(JwtResult.Verified.class);
    }

    @Test
    void keyThatIsNotPublishedNeverSigns() {
        SigningKey secret = SigningKey.generate(first.verification().newKid(random), JwsAlgorithm.ES256);
        signing.put(new SigningSecret(List.of(secret, present())).toText());
        assertThat(kid(signer.sign(token()))).isEqualTo(present().kid());

        signing.put(new SigningSecret(List.of(secret)).toText());
        SecretJwtSigner other = signer(settings);
        assertThatThrownBy(() -> other.sign(token()))
                .isInstanceOf(UnavailableException.class)
                .hasMessage("no signing key is active");
    }

    @Test
    void keyThatIsPublishedAndNotHereIsPassedOver() {
        publish(JwsAlgorithm.ES256, clock.instant());
        assertThat(kid(signer.sign(token()))).isEqualTo(present().kid());
    }

    @Test
    void outageIsLivedThroughWithWhatIsHeldAndOnlyWithThat() {
        signer.sign(token());
        signing.cutOff();
        verification.cutOff();
        clock.advance(Duration.ofHours(1));
        assertThat(verify(signer.sign(token()))).isInstanceOf(JwtResult.Verified.class);
        clock.advance(Duration.ofMinutes(6));
        assertThatThrownBy(() -> signer.sign(token())).isInstanceOf(UnavailableException.class);
        assertThatThrownBy(() -> signer(settings).sign(token())).isInstanceOf(UnavailableException.class);
    }

    @Test
    void whereJwtsAreOnTheSecretMustBeNamed() {
        assertThatThrownBy(() -> signer(settings(Map.of("keysmith.signing-secret", ""))))
                .isInstanceOf(SettingException.class)
                .hasMessageContaining("KEYSMITH_SIGNING_SECRET");
        signer(settings(Map.of("keysmith.signing-secret", "", "keysmith.jwt", "off")));
    }

    private SigningKey present() {
        return first.signing().keys().getFirst();
    }

    private SigningKey publish(JwsAlgorithm algorithm, Instant activeFrom) {
        SigningKey next = SigningKey.generate(first.verification().newKid(random), algorithm);
        verification.put(
                first.verification().with(next.verificationKey(activeFrom)).toText());
        return next;
    }

    private JwtResult verify(String jwt) {
        return new JwtVerifier(verifiers, jwts, clock).verify(jwt);
    }

    private VerificationSecretCache cache() {
        return new VerificationSecretCache(source, new SecretAges(settings), clock, settings);
    }

    private SecretJwtSigner signer(Settings by) {
        return new SecretJwtSigner(source, verifiers, new JwtSettings(by), new SecretAges(by), clock, by);
    }

    private FirstSecrets secrets(JwsAlgorithm algorithm) {
        return FirstSecrets.generate(
                VerificationSecret.first(random, clock.instant()), algorithm, random, clock.instant());
    }

    private JwtClaims token() {
        KeyId keyId = KeyId.random(random);
        return new JwtClaims(
                jwts.issuer(),
                List.of("our-api"),
                JwtId.ofToken(keyId, 1, random),
                clock.instant(),
                clock.instant().plusSeconds(600),
                Optional.of(ScopeSet.parse("chat:read")));
    }

    private JwtClaims key() {
        Instant now = clock.instant();
        return new JwtClaims(
                jwts.issuer(),
                jwts.audiences(),
                JwtId.ofKey(KeyId.random(random), 7),
                now,
                now.plus(Duration.ofDays(90)),
                Optional.empty());
    }

    private static String kid(String jwt) {
        try {
            return JWSHeader.parse(new Base64URL(jwt.substring(0, jwt.indexOf('.'))))
                    .getKeyID();
        } catch (ParseException e) {
            throw new AssertionError(e);
        }
    }

    private static Settings settings(Map<String, Object> overrides) {
        Map<String, Object> properties = new HashMap<>(Map.of(
                "keysmith.issuer",
                "https://keys.example.com",
                "keysmith.audiences",
                "our-api other-audience",
                "keysmith.verification-secret",
                "verification",
                "keysmith.signing-secret",
                "signing"));
        properties.putAll(overrides);
        return new Settings(new MapPropertyResolver(properties));
    }
}
