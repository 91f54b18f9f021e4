package dev.keysmith.functions.api.problem;

import dev.keysmith.core.error.ErrorCode;
import dev.keysmith.core.error.FieldError;
import dev.keysmith.functions.api.gateway.GatewayRequest;
import io.micronaut.http.HttpHeaders;
import io.micronaut.http.HttpResponse;
import io.micronaut.http.HttpStatus;
import io.micronaut.http.MediaType;
import io.micronaut.http.MutableHttpResponse;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Makes problems of codes, with the headers that go with their status. */
public final class ProblemResponse {

    private static final String TYPE_PREFIX = "urn:keysmith:error:";
    private static final String CHALLENGE = "Bearer realm=\"keysmith\"";
    private static final String RETRY_AFTER_SECONDS = "1";

    private ProblemResponse() {}

    /** A problem with the code's own title as its detail. */
    public static MutableHttpResponse<Problem> of(GatewayRequest request, ErrorCode code) {
        return of(request, code, code.title(), List.of());
    }

    /** A problem with a public detail, and with what is wrong with which field. */
    public static MutableHttpResponse<Problem> of(
            GatewayRequest request, ErrorCode code, String detail, List<FieldError> errors) {
        return fill(HttpResponse.status(HttpStatus.valueOf(code.status())), request, code, detail, errors);
    }

    /** The problem of a refresh before its time, which says when that is. */
    public static MutableHttpResponse<Problem> refreshTooEarly(GatewayRequest request, Instant refreshAfter) {
        ErrorCode code = ErrorCode.REFRESH_TOO_EARLY;
        return of(request, code).body(problem(request, code, code.title(), List.of(), refreshAfter));
    }

    static MutableHttpResponse<Problem> fill(
            MutableHttpResponse<?> response,
            GatewayRequest request,
            ErrorCode code,
            String detail,
            List<FieldError> errors) {
        response.status(code.status());
        switch (code.status()) {
            case 401 -> response.header(HttpHeaders.WWW_AUTHENTICATE, CHALLENGE);
            case 429, 503 -> response.header(HttpHeaders.RETRY_AFTER, RETRY_AFTER_SECONDS);
            default -> {}
        }
        return response.contentType(MediaType.APPLICATION_JSON_PROBLEM_TYPE)
                .body(problem(request, code, detail, errors, null));
    }

    private static Problem problem(
            GatewayRequest request,
            ErrorCode code,
            String detail,
            List<FieldError> errors,
            @Nullable Instant refreshAfter) {
        return new Problem(
                TYPE_PREFIX + code.wireCode(),
                code.title(),
                code.status(),
                code.wireCode(),
                detail,
                request.requestId(),
                errors.stream().map(Problem.Fault::of).toList(),
                refreshAfter);
    }
}
