package dev.keysmith.authorizer;

import dev.keysmith.core.credential.Principal;
import dev.keysmith.core.error.ErrorCode;

/** What the authorizer decides on a request. */
sealed interface Decision {

    /** The principal may call the route. */
    record Allowed(Principal principal) implements Decision {}

    /** The credential is good, and not good enough for the route. */
    record Denied(Principal principal, ErrorCode code) implements Decision {}

    /** The credential is not good. The reason stays here: the gateway tells nobody. */
    record Rejected(ErrorCode reason) implements Decision {}
}
