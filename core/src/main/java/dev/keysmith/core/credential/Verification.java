package dev.keysmith.core.credential;

import dev.keysmith.core.error.ErrorCode;
import dev.keysmith.core.key.ApiKeyMetadata;

/** What came of verifying a credential. */
public sealed interface Verification {

    /** It is good now. Only the verifier makes one. */
    final class Verified implements Verification {

        private final ApiKeyMetadata key;
        private final CredentialKind kind;

        Verified(ApiKeyMetadata key, CredentialKind kind) {
            this.key = key;
            this.kind = kind;
        }

        public ApiKeyMetadata key() {
            return key;
        }

        /** Who presents it. */
        public Principal principal() {
            return Principal.of(key, kind);
        }
    }

    /**
     * It is not. The code is the true reason; {@code key_expired} and {@code key_revoked} are given only for the right secret.
     */
    record Refused(ErrorCode code) implements Verification {}
}
