package dev.keysmith.core.minting;

import dev.keysmith.core.access.ScopeSet;
import dev.keysmith.core.error.ErrorCode;
import dev.keysmith.core.error.FieldError;
import java.time.Duration;
import java.util.List;

/** What came of a request for a token. */
public sealed interface MintResult {

    /**
     * It was minted.
     *
     * @param accessToken the whole token; it goes into no log, error or store
     * @param lifetime how long it is good; whole seconds
     * @param scope what it may
     */
    record Minted(String accessToken, Duration lifetime, ScopeSet scope) implements MintResult {
        @Override
        public String toString() {
            return "Minted[" + scope + "]";
        }
    }

    /**
     * It was not.
     *
     * @param code why
     * @param errors what was wrong with which field
     */
    record Refused(ErrorCode code, List<FieldError> errors) implements MintResult {
        public Refused {
            errors = List.copyOf(errors);
        }
    }
}
