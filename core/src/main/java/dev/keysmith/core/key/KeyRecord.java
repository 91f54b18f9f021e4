package dev.keysmith.core.key;

import java.time.Instant;
import java.util.Optional;

/**
 * A key as it is stored.
 *
 * @param metadata what may be shown
 * @param hash what proves the key
 * @param previousHash what proved it before its last rotation; accepted until that rotation's grace ends
 * @param mayHaveIssued whether its scopes let it issue or import keys, now or at any time before
 * @param tokenDenials which of its access tokens were revoked
 */
public record KeyRecord(
        ApiKeyMetadata metadata,
        KeyHash hash,
        Optional<KeyHash> previousHash,
        boolean mayHaveIssued,
        TokenDenials tokenDenials) {

    public KeyRecord {
        if (previousHash.isPresent() && metadata.lastRotation().isEmpty()) {
            throw new IllegalArgumentException("a previous hash without a rotation");
        }
        mayHaveIssued |= metadata.scopes().letIssue();
    }

    /** A key that was never rotated. */
    public KeyRecord(ApiKeyMetadata metadata, KeyHash hash) {
        this(metadata, hash, Optional.empty(), false, TokenDenials.NONE);
    }

    /** The same hashes with other metadata. */
    public KeyRecord with(ApiKeyMetadata changed) {
        return new KeyRecord(changed, hash, previousHash, mayHaveIssued, tokenDenials);
    }

    /** Another hash, with the present one as the previous. */
    public KeyRecord rotated(ApiKeyMetadata changed, KeyHash newHash) {
        return new KeyRecord(changed, newHash, Optional.of(hash), mayHaveIssued, tokenDenials);
    }

    /** The next version, with other denials. */
    public KeyRecord denying(TokenDenials denials) {
        return new KeyRecord(metadata.next(), hash, previousHash, mayHaveIssued, denials);
    }

    /** Whether the secret of this generation is accepted at this time. */
    public boolean acceptsGeneration(int generation, Instant now) {
        return generation == metadata.generation() || (generation == metadata.generation() - 1 && isInGraceAt(now));
    }

    /** Whether the previous hash is still accepted at this time. */
    public boolean isInGraceAt(Instant now) {
        return previousHash.isPresent()
                && metadata.lastRotation()
                        .filter(rotation -> now.isBefore(rotation.graceEndsAt()))
                        .isPresent();
    }
}
