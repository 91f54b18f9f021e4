package dev.keysmith.functions.revoke;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonUnwrapped;
import dev.keysmith.functions.api.key.KeyView;
import io.micronaut.serde.annotation.Serdeable;
import io.micronaut.serde.config.naming.SnakeCaseStrategy;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * A revoked key on the wire.
 *
 * @param view its metadata
 * @param effectiveBy no decision that starts from then on accepts the key
 * @param issued what was done about the keys that it issued; left out where that was not asked for
 */
@Serdeable.Serializable(naming = SnakeCaseStrategy.class)
record RevokeKeyResponse(
        @JsonUnwrapped KeyView view,
        Instant effectiveBy,
        @JsonInclude(JsonInclude.Include.NON_NULL) @Nullable SweepView issued) {}
