package dev.keysmith.authorizer;

import dev.keysmith.core.credential.Principal;
import dev.keysmith.core.error.ErrorCode;
import java.time.Duration;
import java.util.Map;

/** What the authorizer decides on a request. */
sealed interface Decision {

    /**
     * The request may go on.
     *
     * @param principalId who makes it: a key id, or anonymous
     * @param context what the backend is told
     */
    record Allowed(String principalId, Map<String, String> context) implements Decision {}

    /**
     * The request may not go on now: a limit is reached.
     *
     * @param principalId who makes it
     * @param code which limit
     * @param retryAfter how long it is to wait
     */
    record Limited(String principalId, ErrorCode code, Duration retryAfter) implements Decision {}

    /** The credential is good, and not good enough for the route, or not from where it comes. */
    record Denied(Principal principal, ErrorCode code) implements Decision {}

    /** The credential is not good. The reason stays here: the gateway tells nobody. */
    record Rejected(ErrorCode reason) implements Decision {}
}
