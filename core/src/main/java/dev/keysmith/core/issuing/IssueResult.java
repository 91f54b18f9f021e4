package dev.keysmith.core.issuing;

import dev.keysmith.core.error.ErrorCode;
import dev.keysmith.core.error.FieldError;
import dev.keysmith.core.key.IssuedKey;
import java.util.List;

/** What came of a request for a key, or for a key's new secret. */
public sealed interface IssueResult {

    /** It was made. */
    record Issued(IssuedKey issued) implements IssueResult {}

    /** It was made by an earlier request that was the same; this was the answer. */
    @SuppressWarnings("ArrayRecordComponent") // It is handed on to the caller, and never compared.
    record Replayed(byte[] answer) implements IssueResult {
        @Override
        public String toString() {
            return "Replayed[…]";
        }
    }

    /**
     * It was not made.
     *
     * @param code why
     * @param errors what was wrong with which field
     */
    record Refused(ErrorCode code, List<FieldError> errors) implements IssueResult {
        public Refused {
            errors = List.copyOf(errors);
        }

        /** A refusal that no field is the cause of. */
        public Refused(ErrorCode code) {
            this(code, List.of());
        }
    }
}
