package dev.keysmith.core.testing.model;

import dev.keysmith.core.granting.RequestedGrant;
import dev.keysmith.core.updating.UpdateKeyCommand;
import java.util.List;
import java.util.Optional;

/** What somebody asks of a deployment. */
public sealed interface Operation {

    /** What the request is made with. */
    Secret caller();

    /** The scope that the caller needs; empty where any good credential will do. */
    default Optional<String> scope() {
        return switch (this) {
            case Issue _ -> Optional.of("keys:issue");
            case Import _ -> Optional.of("keys:import");
            case Read _, ListKeys _ -> Optional.of("keys:read");
            case Update _ -> Optional.of("keys:update");
            case Rotate _, Finish _ -> Optional.of("keys:rotate");
            case Revoke _, RevokeWithIssued _, RevokeOwner _ -> Optional.of("keys:revoke");
            case Delete _ -> Optional.of("keys:delete");
            case Refresh _, Mint _, Present _ -> Optional.empty();
        };
    }

    /** A new key. */
    record Issue(Secret caller, RequestedGrant asked, Optional<String> idempotencyKey) implements Operation {}

    /** Keys of another system. */
    record Import(Secret caller, List<Entry> entries) implements Operation {

        /** One of them. */
        public record Entry(Secret secret, RequestedGrant asked) {}
    }

    /** One key's metadata. */
    record Read(Secret caller, String keyId) implements Operation {}

    /** An owner's keys, all pages. */
    record ListKeys(
            Secret caller, Optional<String> owner, Optional<String> status, Optional<String> environment, int limit)
            implements Operation {}

    /** A change of a key. */
    record Update(Secret caller, String keyId, UpdateKeyCommand change, Optional<Long> ifMatch) implements Operation {}

    /** A new secret. */
    record Rotate(Secret caller, String keyId, Optional<Integer> graceSeconds, Optional<String> idempotencyKey)
            implements Operation {}

    /** The end of the previous secret's grace. */
    record Finish(Secret caller, String keyId) implements Operation {}

    /** A later expiry of the caller's own key, and a new secret where that is in JWT form. */
    record Refresh(Secret caller, Optional<String> idempotencyKey) implements Operation {}

    /** A token from the caller's own key. */
    record Mint(Secret caller, Optional<List<String>> scopes, Optional<Integer> seconds, Optional<String> audience)
            implements Operation {}

    /** The end of a key. */
    record Revoke(Secret caller, String keyId, Optional<String> reason) implements Operation {}

    /** The end of a key and of those that descend from it: the first or a later call. */
    record RevokeWithIssued(Secret caller, String keyId, Optional<String> continuation) implements Operation {}

    /** The end of all keys of an owner: the first or a later call. */
    record RevokeOwner(Secret caller, String owner, Optional<String> continuation) implements Operation {}

    /** The end of a key and of its record. */
    record Delete(Secret caller, String keyId) implements Operation {}

    /** A key or token that is revoked by presenting it (RFC 7009). */
    record Present(Secret caller) implements Operation {}
}
