package dev.keysmith.functions.rotatesecret;

import dev.keysmith.core.jwk.JwsAlgorithm;
import dev.keysmith.core.jwk.VerificationKey;
import dev.keysmith.core.secret.VerificationSecret;
import dev.keysmith.core.settings.Settings;
import dev.keysmith.signing.SigningKey;
import dev.keysmith.signing.SigningSecret;
import jakarta.inject.Singleton;
import java.security.SecureRandom;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;

/**
 * Rotates the signing keys: one more, of {@code KEYSMITH_SIGNING_ALGORITHM} (RS256), whose public half is published before the key
 * is given to who signs, and becomes active when every verifier knows it. The private keys before the present one go.
 */
@Singleton
final class SigningRotation implements SecretRotation {

    private final SecretVersions versions;
    private final RotationSettings settings;
    private final Publication publication;
    private final InstantSource clock;
    private final SecureRandom random;
    private final JwsAlgorithm algorithm;

    SigningRotation(
            SecretVersions versions,
            RotationSettings rotationSettings,
            Publication publication,
            InstantSource clock,
            SecureRandom random,
            Settings settings) {
        this.versions = versions;
        this.settings = rotationSettings;
        this.publication = publication;
        this.clock = clock;
        this.random = random;
        this.algorithm = SigningAlgorithm.of(settings);
    }

    @Override
    public String create(SecretVersion current) {
        VerificationSecret published = published();
        SigningKey next = SigningKey.generate(published.newKid(random), algorithm);
        // A key that somebody took out of what verifies is not to come back.
        List<SigningKey> present = SigningSecret.parse(current.value()).keys().stream()
                .filter(key -> published.key(key.kid()).isPresent())
                .toList();
        SigningSecret made = present.isEmpty()
                ? new SigningSecret(List.of(next))
                : new SigningSecret(present).withNext(next, published, clock.instant());
        return made.toText();
    }

    @Override
    public void set(SecretVersion current, SecretVersion pending) {
        publication.publish(SigningSecret.parse(current.value()), SigningSecret.parse(pending.value()));
    }

    @Override
    public void test(SecretVersion current, SecretVersion pending) {
        VerificationSecret published = published();
        for (SigningKey key : SigningSecret.parse(pending.value()).keys()) {
            // A copy of the current secret may have a key whose public half has gone: it signs no more.
            Optional<VerificationKey> verifier = published.key(key.kid());
            if (verifier.isEmpty() && !pending.value().equals(current.value())) {
                throw notPublished(key);
            }
            if (verifier.isPresent() && !ProbeSignature.isVerified(key, verifier.get(), random)) {
                throw new RotationException("the published key " + key.kid() + " does not verify what its key signs");
            }
        }
    }

    /**
     * Who signs learns of the key now. It must not be active yet: when an older key was last used is then told by the time at
     * which its successor became active.
     */
    @Override
    public Optional<String> findObstacle(SecretVersion current, SecretVersion pending) {
        SigningSecret before = SigningSecret.parse(current.value());
        SigningSecret after = SigningSecret.parse(pending.value());
        Instant inTime = clock.instant().plus(settings.maxAge());
        VerificationSecret published = published();
        for (SigningKey key : after.keys()) {
            VerificationKey verifier = published.key(key.kid()).orElseThrow(() -> notPublished(key));
            if (before.key(key.kid()).isEmpty() && verifier.activeFrom().isBefore(inTime)) {
                publication.postpone(key.kid());
            }
        }
        return Optional.empty();
    }

    private VerificationSecret published() {
        return VerificationSecret.parse(
                versions.current(settings.verificationSecret()).value());
    }

    private static RotationException notPublished(SigningKey key) {
        return new RotationException("the signing key " + key.kid() + " is not published");
    }
}
