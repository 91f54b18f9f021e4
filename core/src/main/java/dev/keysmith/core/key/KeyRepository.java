package dev.keysmith.core.key;

import dev.keysmith.core.access.Owner;
import java.time.Instant;
import java.util.Optional;

/**
 * Where keys are kept. Every method throws {@link dev.keysmith.core.error.UnavailableException} where the store is out of reach
 * or answers what it must not; that is never "absent". A key that was deleted is absent, and its key id stays taken.
 */
public interface KeyRepository {

    /** The key's record as of the last write that was answered: one consistent read. */
    Optional<KeyRecord> find(KeyId keyId);

    /**
     * Stores a new key: one write, on condition that the key id is free. Repeating it with the same record changes nothing.
     *
     * @return {@link WriteOutcome#CONFLICT} if another key has this id
     */
    WriteOutcome insert(KeyRecord record, Change change);

    /**
     * Puts a changed record in the place of the one that it was made from: one write, on condition that the key is active and
     * its version is one below the new one.
     *
     * @return {@link WriteOutcome#CONFLICT} if the key was changed, revoked or deleted since it was read
     */
    WriteOutcome replace(KeyRecord next, Change change);

    /**
     * Moves a key's expiry: one write and no read, on condition that the key is active, expires when its holder was told, and may
     * live as long as that.
     *
     * @param seenExpiresAt the expiry that it is expected to have
     */
    RefreshOutcome refresh(KeyId keyId, Instant seenExpiresAt, Instant newExpiresAt, Change change);

    /**
     * Revokes a key: one conditional write, whatever its version. Revoking again changes nothing.
     *
     * @param owner where given, a key of another owner is absent
     */
    RevokeOutcome revoke(KeyId keyId, Optional<Owner> owner, Optional<String> reason, Change change);

    /**
     * Revokes a key and removes its record, all but a tombstone that says who did it and why: one conditional write.
     *
     * @param owner where given, a key of another owner is absent
     */
    DeleteOutcome delete(KeyId keyId, Optional<Owner> owner, Optional<String> reason, Change change);

    /** How a refresh ended. */
    sealed interface RefreshOutcome {

        /** The expiry was moved. */
        record Refreshed(ApiKeyMetadata metadata) implements RefreshOutcome {}

        /** The key is not as its holder was told; it is this now, or absent. */
        record Changed(Optional<ApiKeyMetadata> now) implements RefreshOutcome {}
    }

    /** How a deletion ended. */
    enum DeleteOutcome {
        /** The key is deleted. */
        DELETED,
        /** It was deleted before, and its tombstone is still there. */
        DELETED_BEFORE,
        /** There is no such key of that owner. */
        ABSENT
    }

    /** How a revocation ended. */
    sealed interface RevokeOutcome {

        /**
         * The key is revoked.
         *
         * @param byThisCall whether it was not before
         */
        record Revoked(ApiKeyMetadata metadata, boolean byThisCall) implements RevokeOutcome {}

        /** There is no such key of that owner. */
        record Absent() implements RevokeOutcome {}
    }
}
