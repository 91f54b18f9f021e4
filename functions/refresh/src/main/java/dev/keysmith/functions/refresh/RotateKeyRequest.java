package dev.keysmith.functions.refresh;

import dev.keysmith.core.rotating.KeyRotator;
import io.micronaut.core.annotation.Introspected;
import jakarta.validation.constraints.Max;
import jakarta.validation.constraints.Min;
import java.time.Duration;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * The body of {@code POST /v1/keys/{key_id}/rotate}; it may be empty.
 *
 * @param graceSeconds how long the present secret goes on working
 */
@Introspected
record RotateKeyRequest(
        @Nullable @Min(value = 0, message = MESSAGE) @Max(value = LONGEST_GRACE_SECONDS, message = MESSAGE)
        Integer graceSeconds) {

    private static final int LONGEST_GRACE_SECONDS = 604_800;
    private static final String MESSAGE = "must be from 0 to " + LONGEST_GRACE_SECONDS;

    Duration grace() {
        return Optional.ofNullable(graceSeconds).map(Duration::ofSeconds).orElse(KeyRotator.DEFAULT_GRACE);
    }
}
