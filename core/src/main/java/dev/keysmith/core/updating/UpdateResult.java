package dev.keysmith.core.updating;

import dev.keysmith.core.error.ErrorCode;
import dev.keysmith.core.error.FieldError;
import dev.keysmith.core.key.ApiKeyMetadata;
import java.util.List;

/** What came of an update. */
public sealed interface UpdateResult {

    /** The key is as asked for. */
    record Updated(ApiKeyMetadata metadata) implements UpdateResult {}

    /**
     * Nothing was changed.
     *
     * @param code why
     * @param errors what was wrong with which field
     */
    record Refused(ErrorCode code, List<FieldError> errors) implements UpdateResult {
        public Refused {
            errors = List.copyOf(errors);
        }

        /** A refusal that no field is the cause of. */
        public Refused(ErrorCode code) {
            this(code, List.of());
        }
    }
}
