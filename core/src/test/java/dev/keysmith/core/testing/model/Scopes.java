package dev.keysmith.core.testing.model;

import java.util.Set;

/** What holding scopes means. */
final class Scopes {

    static final String ALL = "*";
    static final String CROSSES_OWNERS = "owners:any";

    private static final String FORM = "\\*|[a-z][a-z0-9_-]{0,31}:(\\*|[a-z][a-z0-9_-]{0,31})";

    private Scopes() {}

    static boolean isScope(String text) {
        return text.matches(FORM);
    }

    static boolean holds(Set<String> held, String scope) {
        if (held.contains(scope)) {
            return true;
        }
        return !scope.equals(CROSSES_OWNERS)
                && (held.contains(ALL)
                        || (!scope.equals(ALL) && held.contains(scope.substring(0, scope.indexOf(':')) + ":*")));
    }

    static boolean holdsAll(Set<String> held, Set<String> scopes) {
        return scopes.stream().allMatch(scope -> holds(held, scope));
    }
}
