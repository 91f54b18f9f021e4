package dev.keysmith.functions.issue;

import com.fasterxml.jackson.annotation.JsonInclude;
import dev.keysmith.core.issuing.ImportResult;
import dev.keysmith.functions.api.problem.Problem;
import io.micronaut.serde.annotation.Serdeable;
import io.micronaut.serde.config.naming.SnakeCaseStrategy;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What came of an import.
 *
 * @param results one for each entry, in their order
 */
@Serdeable.Serializable
record ImportKeysResponse(List<Result> results) {

    /**
     * What came of one entry.
     *
     * @param status {@code imported} or {@code refused}
     * @param keyId the key that was taken
     * @param code why it was not taken
     * @param errors what was wrong with which field of the entry
     */
    @Serdeable.Serializable(naming = SnakeCaseStrategy.class)
    record Result(
            String status,

            @JsonInclude(JsonInclude.Include.NON_NULL) @Nullable
            String keyId,

            @JsonInclude(JsonInclude.Include.NON_NULL) @Nullable
            String code,

            @JsonInclude(JsonInclude.Include.NON_EMPTY) List<Problem.Fault> errors) {

        static Result of(ImportResult result) {
            return switch (result) {
                case ImportResult.Imported(var keyId) -> new Result("imported", keyId.value(), null, List.of());
                case ImportResult.Refused(var code, var errors) ->
                    new Result(
                            "refused",
                            null,
                            code.wireCode(),
                            errors.stream().map(Problem.Fault::of).toList());
            };
        }
    }
}
