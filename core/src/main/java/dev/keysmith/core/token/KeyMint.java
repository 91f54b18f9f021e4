package dev.keysmith.core.token;

import dev.keysmith.core.key.ApiKeyFormat;
import dev.keysmith.core.key.ApiKeyMetadata;
import dev.keysmith.core.key.KeyFormat;
import dev.keysmith.core.key.KeyId;
import dev.keysmith.core.key.OwnKey;
import dev.keysmith.core.key.SignedKey;
import jakarta.inject.Singleton;
import java.security.SecureRandom;
import java.time.Instant;
import java.time.InstantSource;
import java.time.temporal.ChronoUnit;
import java.util.Optional;

/** Makes the secrets of keys, in either form. */
@Singleton
public final class KeyMint {

    private final ApiKeyFormat format;
    private final JwtSigner signer;
    private final JwtSettings settings;
    private final InstantSource clock;
    private final SecureRandom random;

    public KeyMint(
            ApiKeyFormat format, JwtSigner signer, JwtSettings settings, InstantSource clock, SecureRandom random) {
        this.format = format;
        this.signer = signer;
        this.settings = settings;
        this.clock = clock;
        this.random = random;
    }

    /** Whether keys of this format can be made here. */
    public boolean makes(KeyFormat keyFormat) {
        return keyFormat == KeyFormat.OPAQUE || (keyFormat == KeyFormat.JWT && settings.areOn());
    }

    /** A random id for a new key. */
    public KeyId newKeyId() {
        return KeyId.random(random);
    }

    /**
     * The secret that this key has in its present generation. One of JWT form is good for as long as the key is now.
     *
     * @throws dev.keysmith.core.error.UnavailableException where a signing key is needed and out of reach
     */
    public OwnKey make(ApiKeyMetadata key) {
        return switch (key.format()) {
            case OPAQUE -> format.generate(key.keyId(), key.environment(), random);
            case JWT -> new SignedKey(key.keyId(), signer.sign(claims(key)));
            case IMPORTED -> throw new IllegalArgumentException("another system makes imported keys");
        };
    }

    private JwtClaims claims(ApiKeyMetadata key) {
        Instant now = clock.instant().truncatedTo(ChronoUnit.SECONDS);
        Instant end = key.expiresAt().truncatedTo(ChronoUnit.SECONDS);
        // One that ended in the second in which it was made would be good for nobody; its record knows the end to the
        // millisecond.
        Instant soonest = now.plusSeconds(1);
        return new JwtClaims(
                settings.issuer(),
                settings.audiences(),
                JwtId.ofKey(key.keyId(), key.generation()),
                now,
                end.isBefore(soonest) ? soonest : end,
                Optional.empty());
    }
}
