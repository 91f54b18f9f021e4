package dev.keysmith.functions.manage;

import com.fasterxml.jackson.annotation.JsonUnwrapped;
import dev.keysmith.core.credential.Principal;
import io.micronaut.serde.annotation.Serdeable;
import io.micronaut.serde.config.naming.SnakeCaseStrategy;

/**
 * A good credential on the wire.
 *
 * @param valid true
 * @param view who presents it
 */
@Serdeable.Serializable(naming = SnakeCaseStrategy.class)
record ValidationView(boolean valid, @JsonUnwrapped PrincipalView view) {

    static ValidationView of(Principal principal) {
        return new ValidationView(true, PrincipalView.of(principal));
    }
}
