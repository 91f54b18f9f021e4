package dev.keysmith.functions.api.caller;

import dev.keysmith.core.credential.Principal;
import io.micronaut.security.authentication.Authentication;
import java.util.Collection;
import java.util.Map;

/** The principal as Micronaut Security carries it. Its roles are the principal's scopes. */
record Caller(Principal principal) implements Authentication {

    @Override
    public String getName() {
        return principal.keyId().value();
    }

    @Override
    public Collection<String> getRoles() {
        return principal.scopes().texts();
    }

    @Override
    public Map<String, Object> getAttributes() {
        return Map.of();
    }
}
