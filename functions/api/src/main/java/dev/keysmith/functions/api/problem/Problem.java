package dev.keysmith.functions.api.problem;

import com.fasterxml.jackson.annotation.JsonInclude;
import dev.keysmith.core.error.FieldError;
import io.micronaut.serde.annotation.Serdeable;
import io.micronaut.serde.config.naming.SnakeCaseStrategy;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Problem details (RFC 9457 section 3).
 *
 * @param type a URN that names the kind of problem
 * @param title a text that is the same for every problem of this kind
 * @param status the HTTP status
 * @param code the code of the catalogue
 * @param detail what is special about this one; it never repeats what the request said
 * @param requestId the gateway's id of the request
 * @param errors what is wrong with which field; left out where there is nothing to say
 * @param refreshAfter from when on a key may be refreshed; only with {@code refresh_too_early}
 */
@Serdeable.Serializable(naming = SnakeCaseStrategy.class)
public record Problem(
        String type,
        String title,
        int status,
        String code,
        String detail,
        String requestId,
        @JsonInclude(JsonInclude.Include.NON_EMPTY) List<Fault> errors,
        @JsonInclude(JsonInclude.Include.NON_NULL) @Nullable Instant refreshAfter)
        implements Failure {

    public Problem {
        errors = List.copyOf(errors);
    }

    /** A {@link FieldError} on the wire. */
    @Serdeable.Serializable
    public record Fault(String pointer, String message) {
        public static Fault of(FieldError error) {
            return new Fault(error.pointer(), error.message());
        }
    }
}
