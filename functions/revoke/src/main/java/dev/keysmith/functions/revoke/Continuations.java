package dev.keysmith.functions.revoke;

import dev.keysmith.core.error.ErrorCode;
import dev.keysmith.core.error.FieldError;
import dev.keysmith.core.revoking.Sweep;
import dev.keysmith.functions.api.problem.ProblemException;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Reads where an earlier call left off. */
final class Continuations {

    private Continuations() {}

    /** The sweep that goes on; empty where one begins. Throws a problem 400 for what no call has answered. */
    static Optional<Sweep> read(@Nullable String continuation) {
        if (continuation == null) {
            return Optional.empty();
        }
        return Optional.of(Sweep.parse(continuation)
                .orElseThrow(() -> new ProblemException(
                        ErrorCode.REQUEST_INVALID,
                        "The body is not what this resource takes",
                        List.of(new FieldError("/continuation", "is not one that an earlier call answered")))));
    }
}
