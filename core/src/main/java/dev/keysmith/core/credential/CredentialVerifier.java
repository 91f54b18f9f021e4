package dev.keysmith.core.credential;

import dev.keysmith.core.error.ErrorCode;
import dev.keysmith.core.key.ApiKeyMetadata;
import dev.keysmith.core.key.KeyHasher;
import dev.keysmith.core.key.KeyId;
import dev.keysmith.core.key.KeyRecord;
import dev.keysmith.core.key.KeyRepository;
import dev.keysmith.core.key.KeyStatus;
import dev.keysmith.core.key.PresentedKey;
import dev.keysmith.core.token.JwtClaims;
import dev.keysmith.core.token.VerifiedJwt;
import jakarta.inject.Singleton;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Optional;

/**
 * Verifies credentials, in this order: shape and checksum (no call to AWS), a token's signature (none either), record (one read), a
 * key's hash (constant time), status, expiry, networks. Throws {@link dev.keysmith.core.error.UnavailableException} where the store, the pepper or
 * the keys that verify are out of reach.
 */
@Singleton
public final class CredentialVerifier {

    private final PresentedCredentialReader reader;
    private final KeyRepository keys;
    private final KeyHasher hasher;
    private final InstantSource clock;
    private final KeyRecords records;

    public CredentialVerifier(
            PresentedCredentialReader reader,
            KeyRepository keys,
            KeyHasher hasher,
            InstantSource clock,
            KeyRecords records) {
        this.reader = reader;
        this.keys = keys;
        this.records = records;
        this.hasher = hasher;
        this.clock = clock;
    }

    /**
     * Verifies a credential, and last that its key may be used from where the request came from.
     *
     * @param sourceIp the address that the gateway saw; never one from a header
     */
    public Verification verify(Credential credential, Optional<String> sourceIp) {
        Verification verification = verifyFromAnywhere(credential);
        return verification instanceof Verification.Verified verified
                        && !verified.key().networks().allow(sourceIp)
                ? new Verification.NotFromHere(verified.principal())
                : verification;
    }

    /** Verifies a credential that nobody uses now: where its key may be used from is not looked at. */
    public Verification verifyFromAnywhere(Credential credential) {
        return switch (credential) {
            case Credential.Missing() -> refused(ErrorCode.CREDENTIAL_MISSING);
            case Credential.Ambiguous() -> refused(ErrorCode.CREDENTIAL_MALFORMED);
            case Credential.Presented(String text) ->
                switch (reader.read(text)) {
                    case PresentedCredential.Key(PresentedKey key) ->
                        records.judge(key.keyId(), found -> verify(key, found));
                    case PresentedCredential.Token(VerifiedJwt jwt) ->
                        records.judge(jwt.claims().id().keyId(), found -> verify(jwt.claims(), found));
                    case PresentedCredential.Refused(ErrorCode code) -> refused(code);
                };
        };
    }

    /**
     * What this text proves, whatever the status and expiry of its key: a key by its present secret or one in grace, or a token by its
     * signature. Empty where it proves nothing.
     */
    public Optional<Proof> findProof(String text) {
        return switch (reader.read(text)) {
            case PresentedCredential.Key(PresentedKey key) ->
                keys.find(key.keyId())
                        .filter(record -> hasher.matches(key, record.hash())
                                || (record.isInGraceAt(clock.instant()) && matchesPrevious(key, record)))
                        .map(record -> new Proof.OfKey(record.metadata().keyId()));
            case PresentedCredential.Token(VerifiedJwt jwt) -> Optional.of(new Proof.OfToken(jwt.claims()));
            case PresentedCredential.Refused _ -> Optional.empty();
        };
    }

    /** What a text proves. */
    public sealed interface Proof {

        /** That it is a secret of this key. */
        record OfKey(KeyId keyId) implements Proof {}

        /** That it is this token. */
        record OfToken(JwtClaims claims) implements Proof {}
    }

    private Verification verify(PresentedKey key, Optional<KeyRecord> found) {
        if (found.isEmpty()) {
            return refused(ErrorCode.KEY_UNKNOWN);
        }
        KeyRecord record = found.get();
        int generation = record.metadata().generation();
        if (hasher.matches(key, record.hash())) {
            return judge(record.metadata(), CredentialKind.of(key), generation);
        }
        if (!matchesPrevious(key, record)) {
            return refused(ErrorCode.KEY_UNKNOWN);
        }
        return record.isInGraceAt(clock.instant())
                ? judge(record.metadata(), CredentialKind.of(key), generation - 1)
                : refused(ErrorCode.KEY_EXPIRED);
    }

    /** A token is good while its key is, the secret that it was minted from is accepted, and nobody revoked it. */
    private Verification verify(JwtClaims token, Optional<KeyRecord> found) {
        if (found.isEmpty()) {
            return refused(ErrorCode.TOKEN_REVOKED);
        }
        KeyRecord record = found.get();
        Instant now = clock.instant();
        if (record.metadata().status() instanceof KeyStatus.Revoked
                || !record.acceptsGeneration(token.id().generation(), now)
                || record.tokenDenials().cover(token.id().toString(), token.issuedAt())) {
            return refused(ErrorCode.TOKEN_REVOKED);
        }
        return record.metadata().isGoodAt(now)
                ? new Verification.Verified(record.metadata(), token)
                : refused(ErrorCode.TOKEN_EXPIRED);
    }

    private boolean matchesPrevious(PresentedKey key, KeyRecord record) {
        return record.previousHash()
                .filter(previous -> hasher.matches(key, previous))
                .isPresent();
    }

    private Verification judge(ApiKeyMetadata key, CredentialKind kind, int generation) {
        if (key.status() instanceof KeyStatus.Revoked) {
            return refused(ErrorCode.KEY_REVOKED);
        }
        return key.isGoodAt(clock.instant())
                ? new Verification.Verified(key, kind, generation)
                : refused(ErrorCode.KEY_EXPIRED);
    }

    private static Verification refused(ErrorCode code) {
        return new Verification.Refused(code);
    }
}
