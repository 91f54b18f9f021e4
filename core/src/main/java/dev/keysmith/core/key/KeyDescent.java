package dev.keysmith.core.key;

import java.util.Optional;

/**
 * Where a key comes from; known of deleted keys, too.
 *
 * @param keyId the key
 * @param issuedBy the key that issued it
 * @param mayHaveIssued whether its scopes let it issue or import keys, now or at any time before
 * @param isActive whether it is neither revoked nor deleted
 */
public record KeyDescent(KeyId keyId, Optional<KeyId> issuedBy, boolean mayHaveIssued, boolean isActive) {}
