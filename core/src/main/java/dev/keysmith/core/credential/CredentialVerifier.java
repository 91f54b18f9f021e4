package dev.keysmith.core.credential;

import dev.keysmith.core.error.ErrorCode;
import dev.keysmith.core.key.ApiKeyMetadata;
import dev.keysmith.core.key.KeyHasher;
import dev.keysmith.core.key.KeyRecord;
import dev.keysmith.core.key.KeyRepository;
import dev.keysmith.core.key.KeyStatus;
import dev.keysmith.core.key.PresentedKey;
import jakarta.inject.Singleton;
import java.time.InstantSource;
import java.util.Optional;

/**
 * Verifies credentials, in this order: shape and checksum (no call to AWS), record (one read), hash (constant time), status,
 * expiry. Throws {@link dev.keysmith.core.error.UnavailableException} where the store or the pepper is out of reach.
 */
@Singleton
public final class CredentialVerifier {

    private final PresentedKeyReader reader;
    private final KeyRepository keys;
    private final KeyHasher hasher;
    private final InstantSource clock;

    public CredentialVerifier(PresentedKeyReader reader, KeyRepository keys, KeyHasher hasher, InstantSource clock) {
        this.reader = reader;
        this.keys = keys;
        this.hasher = hasher;
        this.clock = clock;
    }

    public Verification verify(Credential credential) {
        return switch (credential) {
            case Credential.Missing() -> refused(ErrorCode.CREDENTIAL_MISSING);
            case Credential.Ambiguous() -> refused(ErrorCode.CREDENTIAL_MALFORMED);
            case Credential.Presented(String text) ->
                reader.read(text).map(this::verify).orElse(refused(ErrorCode.CREDENTIAL_MALFORMED));
        };
    }

    /** The record that this text's key proves, by its present secret or one in grace, whatever its status and expiry. */
    public Optional<KeyRecord> findProven(String text) {
        return reader.read(text)
                .flatMap(key -> keys.find(key.keyId())
                        .filter(record -> hasher.matches(key, record.hash())
                                || (record.isInGraceAt(clock.instant()) && matchesPrevious(key, record))));
    }

    private Verification verify(PresentedKey key) {
        Optional<KeyRecord> found = keys.find(key.keyId());
        if (found.isEmpty()) {
            return refused(ErrorCode.KEY_UNKNOWN);
        }
        KeyRecord record = found.get();
        if (hasher.matches(key, record.hash())) {
            return judge(record.metadata(), CredentialKind.of(key));
        }
        if (!matchesPrevious(key, record)) {
            return refused(ErrorCode.KEY_UNKNOWN);
        }
        return record.isInGraceAt(clock.instant())
                ? judge(record.metadata(), CredentialKind.of(key))
                : refused(ErrorCode.KEY_EXPIRED);
    }

    private boolean matchesPrevious(PresentedKey key, KeyRecord record) {
        return record.previousHash()
                .filter(previous -> hasher.matches(key, previous))
                .isPresent();
    }

    private Verification judge(ApiKeyMetadata key, CredentialKind kind) {
        if (key.status() instanceof KeyStatus.Revoked) {
            return refused(ErrorCode.KEY_REVOKED);
        }
        return key.isGoodAt(clock.instant()) ? new Verification.Verified(key, kind) : refused(ErrorCode.KEY_EXPIRED);
    }

    private static Verification refused(ErrorCode code) {
        return new Verification.Refused(code);
    }
}
