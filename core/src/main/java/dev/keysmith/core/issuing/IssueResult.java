package dev.keysmith.core.issuing;

import dev.keysmith.core.error.ErrorCode;
import dev.keysmith.core.error.FieldError;
import dev.keysmith.core.key.ApiKey;
import dev.keysmith.core.key.ApiKeyMetadata;
import java.util.List;

/** What came of a request to issue a key. */
public sealed interface IssueResult {

    /**
     * A key was made.
     *
     * @param key the key, to be shown once
     * @param metadata what is known of it
     */
    record Issued(ApiKey key, ApiKeyMetadata metadata) implements IssueResult {}

    /**
     * No key was made.
     *
     * @param code why
     * @param errors what was wrong with which field
     */
    record Refused(ErrorCode code, List<FieldError> errors) implements IssueResult {
        public Refused {
            errors = List.copyOf(errors);
        }
    }
}
