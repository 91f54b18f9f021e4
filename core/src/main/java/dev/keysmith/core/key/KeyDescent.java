package dev.keysmith.core.key;

import java.time.Instant;
import java.util.Optional;

/**
 * Where a key comes from; known of deleted keys, too.
 *
 * @param keyId the key
 * @param issuedBy the key that issued it
 * @param mayHaveIssued whether its scopes let it issue or import keys, now or at any time before
 * @param endedAt when it was revoked or deleted, whichever was later; empty while it is neither
 */
public record KeyDescent(KeyId keyId, Optional<KeyId> issuedBy, boolean mayHaveIssued, Optional<Instant> endedAt) {}
