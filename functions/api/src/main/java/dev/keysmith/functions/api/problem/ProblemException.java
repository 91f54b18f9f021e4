package dev.keysmith.functions.api.problem;

import dev.keysmith.core.error.ErrorCode;
import dev.keysmith.core.error.FieldError;
import java.util.List;

/** Ends a request with a problem. It is raised at the edge only, about requests that no handler could act on. */
public final class ProblemException extends RuntimeException {

    private static final long serialVersionUID = 1;

    private final ErrorCode code;
    private final String detail;
    private final transient List<FieldError> errors;

    public ProblemException(ErrorCode code) {
        this(code, code.title(), List.of());
    }

    /** A problem with a public detail, and with what is wrong with which field. */
    public ProblemException(ErrorCode code, String detail, List<FieldError> errors) {
        // It is an answer, not a malfunction: no stack, and nothing of the request in the message.
        super(code.wireCode(), null, false, false);
        this.code = code;
        this.detail = detail;
        this.errors = List.copyOf(errors);
    }

    ErrorCode code() {
        return code;
    }

    String detail() {
        return detail;
    }

    List<FieldError> errors() {
        return errors;
    }
}
