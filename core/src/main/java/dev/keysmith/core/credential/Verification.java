package dev.keysmith.core.credential;

import dev.keysmith.core.error.ErrorCode;
import dev.keysmith.core.key.ApiKeyMetadata;
import dev.keysmith.core.token.JwtClaims;
import java.util.Optional;

/** What came of verifying a credential. */
public sealed interface Verification {

    /** It is good now. Only the verifier makes one. */
    final class Verified implements Verification {

        private final ApiKeyMetadata key;
        private final Principal principal;
        private final Optional<JwtClaims> token;

        Verified(ApiKeyMetadata key, CredentialKind kind, int generation) {
            this.key = key;
            this.principal = Principal.of(key, kind, generation);
            this.token = Optional.empty();
        }

        Verified(ApiKeyMetadata key, JwtClaims token) {
            this.key = key;
            this.principal = Principal.of(key, token);
            this.token = Optional.of(token);
        }

        /** The key that was presented, or that the token was minted from. */
        public ApiKeyMetadata key() {
            return key;
        }

        /** Who presents it. */
        public Principal principal() {
            return principal;
        }

        /** What the token says; empty where a key was presented. */
        public Optional<JwtClaims> token() {
            return token;
        }
    }

    /** It is good, but its key may not be used from the request's address. */
    record NotFromHere(Principal principal) implements Verification {}

    /**
     * It is not. The code is the true reason; that it is expired or revoked is said only for the right secret or a good signature.
     */
    record Refused(ErrorCode code) implements Verification {}
}
