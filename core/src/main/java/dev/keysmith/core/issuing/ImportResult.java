package dev.keysmith.core.issuing;

import dev.keysmith.core.error.ErrorCode;
import dev.keysmith.core.error.FieldError;
import dev.keysmith.core.key.KeyId;
import java.util.List;

/** What came of one key's import. */
public sealed interface ImportResult {

    /** It was taken. */
    record Imported(KeyId keyId) implements ImportResult {}

    /**
     * It was not taken. {@code conflict} without errors means that the key is known already; whose it is, is not told.
     *
     * @param code why
     * @param errors what was wrong with which field of the entry
     */
    record Refused(ErrorCode code, List<FieldError> errors) implements ImportResult {
        public Refused {
            errors = List.copyOf(errors);
        }
    }
}
