package dev.keysmith.core.credential;

import dev.keysmith.core.error.ErrorCode;
import dev.keysmith.core.key.ApiKey;
import dev.keysmith.core.key.ApiKeyFormat;
import dev.keysmith.core.key.ApiKeyMetadata;
import dev.keysmith.core.key.KeyHasher;
import dev.keysmith.core.key.KeyRecord;
import dev.keysmith.core.key.KeyRepository;
import dev.keysmith.core.key.KeyStatus;
import jakarta.inject.Singleton;
import java.time.InstantSource;
import java.util.Optional;

/**
 * Verifies credentials, in this order: shape and checksum (no call to AWS), record (one read), hash (constant time), status,
 * expiry. Throws {@link dev.keysmith.core.error.UnavailableException} where the store or the pepper is out of reach.
 */
@Singleton
public final class CredentialVerifier {

    private final ApiKeyFormat format;
    private final KeyRepository keys;
    private final KeyHasher hasher;
    private final InstantSource clock;

    public CredentialVerifier(ApiKeyFormat format, KeyRepository keys, KeyHasher hasher, InstantSource clock) {
        this.format = format;
        this.keys = keys;
        this.hasher = hasher;
        this.clock = clock;
    }

    public Verification verify(Credential credential) {
        return switch (credential) {
            case Credential.Missing() -> refused(ErrorCode.CREDENTIAL_MISSING);
            case Credential.Ambiguous() -> refused(ErrorCode.CREDENTIAL_MALFORMED);
            case Credential.Presented(String text) ->
                format.parse(text).map(this::verify).orElse(refused(ErrorCode.CREDENTIAL_MALFORMED));
        };
    }

    /** The record that this key proves, whatever its status and expiry. */
    public Optional<KeyRecord> findProven(ApiKey key) {
        return keys.find(key.keyId()).filter(record -> hasher.matches(key, record.hash()));
    }

    private Verification verify(ApiKey key) {
        return findProven(key).map(this::judge).orElse(refused(ErrorCode.KEY_UNKNOWN));
    }

    private Verification judge(KeyRecord record) {
        ApiKeyMetadata key = record.metadata();
        return switch (key.status()) {
            case KeyStatus.Revoked _ -> refused(ErrorCode.KEY_REVOKED);
            case KeyStatus.Active() ->
                clock.instant().isBefore(key.expiresAt())
                        ? new Verification.Verified(key)
                        : refused(ErrorCode.KEY_EXPIRED);
        };
    }

    private static Verification refused(ErrorCode code) {
        return new Verification.Refused(code);
    }
}
