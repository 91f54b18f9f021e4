package dev.keysmith.functions.api.body;

import dev.keysmith.core.error.ErrorCode;
import dev.keysmith.core.error.FieldError;
import dev.keysmith.functions.api.gateway.EncodedBody;
import dev.keysmith.functions.api.gateway.GatewayRequest;
import dev.keysmith.functions.api.problem.ProblemException;
import io.micronaut.validation.validator.Validator;
import jakarta.inject.Singleton;
import jakarta.validation.ConstraintViolation;
import jakarta.validation.Path;
import java.util.Comparator;
import java.util.List;
import java.util.Map;

/**
 * Reads a JSON body as a record: strictly as JSON, strictly as the record's shape, then by its constraints. What is wrong ends
 * the request with a problem whose errors point at the fields.
 */
@Singleton
public final class BodyReader {

    private static final String JSON = "application/json";
    private static final String MERGE_PATCH = "application/merge-patch+json";
    private static final String DETAIL = "The body is not what this resource takes";

    private final Validator validator;

    BodyReader(Validator validator) {
        this.validator = validator;
    }

    /**
     * The body as a valid record of this type, which is introspected. No body is an empty object.
     *
     * @throws ProblemException 400, 413 or 415
     */
    public <T> T read(GatewayRequest request, Class<T> type) {
        return read(object(request, JSON), type);
    }

    /**
     * The same for a JSON merge patch (RFC 7396): a record of {@link dev.keysmith.core.updating.Patch} components.
     *
     * @throws ProblemException 400, 413 or 415
     */
    public <T> T readPatch(GatewayRequest request, Class<T> type) {
        return read(object(request, MERGE_PATCH, JSON), type);
    }

    private static Json.Members object(GatewayRequest request, String... mediaTypes) {
        EncodedBody body = request.body();
        if (body.isEmpty()) {
            return new Json.Members(Map.of());
        }
        byte[] bytes = BodyBytes.read(request, mediaTypes);
        try {
            return StrictJson.read(bytes);
        } catch (MalformedJsonException e) {
            throw refused(List.of(new FieldError(e.pointer(), e.requirement())));
        }
    }

    private <T> T read(Json.Members object, Class<T> type) {
        RecordBinder binder = new RecordBinder();
        T bound = binder.bind(type, object).orElseThrow(() -> refused(binder.errors()));
        List<FieldError> violations = validator.validate(bound).stream()
                .map(violation -> new FieldError(pointer(violation), violation.getMessage()))
                .sorted(Comparator.comparing(FieldError::pointer))
                .toList();
        if (!violations.isEmpty()) {
            throw refused(violations);
        }
        return bound;
    }

    private static String pointer(ConstraintViolation<?> violation) {
        String pointer = "";
        for (Path.Node node : violation.getPropertyPath()) {
            if (node.getKey() != null) {
                pointer = Pointer.child(pointer, node.getKey().toString());
            } else if (node.getIndex() != null) {
                pointer = Pointer.child(pointer, node.getIndex().toString());
            } else {
                pointer = Pointer.child(pointer, WireName.of(node.getName()));
            }
        }
        return pointer;
    }

    private static ProblemException refused(List<FieldError> errors) {
        return new ProblemException(ErrorCode.REQUEST_INVALID, DETAIL, errors);
    }
}
