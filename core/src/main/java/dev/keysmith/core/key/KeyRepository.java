package dev.keysmith.core.key;

import dev.keysmith.core.access.Owner;
import java.util.Optional;

/**
 * Where keys are kept. Every method throws {@link dev.keysmith.core.error.UnavailableException} where the store is out of reach
 * or answers what it must not; that is never "absent".
 */
public interface KeyRepository {

    /** The key's record as of the last write that was answered: one consistent read. */
    Optional<KeyRecord> find(KeyId keyId);

    /**
     * Stores a new key: one write, on condition that the key id is free. Repeating it with the same record changes nothing.
     *
     * @throws IllegalStateException if another key has this id
     */
    void insert(KeyRecord record, Change change);

    /**
     * Revokes a key: one conditional write, whatever its version. Revoking again changes nothing.
     *
     * @param owner where given, a key of another owner is absent
     */
    RevokeOutcome revoke(KeyId keyId, Optional<Owner> owner, Optional<String> reason, Change change);

    /** How a revocation ended. */
    sealed interface RevokeOutcome {

        /** The key is revoked, by this call or an earlier one. */
        record Revoked(ApiKeyMetadata metadata) implements RevokeOutcome {}

        /** There is no such key of that owner. */
        record Absent() implements RevokeOutcome {}
    }
}
