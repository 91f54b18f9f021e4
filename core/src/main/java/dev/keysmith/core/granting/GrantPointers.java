package dev.keysmith.core.granting;

import dev.keysmith.core.access.Scope;
import java.util.List;

/**
 * Where in a request's body a grant was asked for.
 *
 * @param lifetime the pointer to the field that asks for a lifetime
 * @param scopes the scopes as they were asked for; empty where none were
 */
public record GrantPointers(String lifetime, List<String> scopes) {

    /** For what no body asked for. */
    public static final GrantPointers NONE = new GrantPointers("/expires_at", List.of());

    public GrantPointers {
        scopes = List.copyOf(scopes);
    }

    String of(Scope scope) {
        int index = scopes.indexOf(scope.value());
        return index < 0 ? "/scopes" : "/scopes/" + index;
    }
}
