package dev.keysmith.functions.manage;

import com.fasterxml.jackson.annotation.JsonUnwrapped;
import dev.keysmith.core.credential.Principal;
import io.micronaut.serde.annotation.Serdeable;

/**
 * A good credential on the wire.
 *
 * @param valid true
 * @param view who presents it
 */
@Serdeable.Serializable
record ValidationView(boolean valid, @JsonUnwrapped PrincipalView view) {

    static ValidationView of(Principal principal) {
        return new ValidationView(true, PrincipalView.of(principal));
    }
}
