package dev.keysmith.authorizer;

import dev.keysmith.core.access.ScopeSet;
import dev.keysmith.core.settings.Settings;
import jakarta.inject.Singleton;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The scopes that each guarded route needs, from {@code KEYSMITH_ROUTES}: a line for each, {@code METHOD resource scope…}. A route
 * needs all of its scopes; one without scopes needs any good credential; one that is not named is denied.
 */
@Singleton
final class RouteTable {

    private static final String PROPERTY = "keysmith.routes";
    private static final Pattern LINE = Pattern.compile("([A-Z]+) (/\\S*)((?: \\S+)*)");

    private final Map<RouteKey, ScopeSet> routes;

    RouteTable(Settings settings) {
        Map<RouteKey, ScopeSet> read = new HashMap<>();
        settings.text(PROPERTY)
                .lines()
                .map(String::strip)
                .filter(line -> !line.isEmpty())
                .forEach(line -> {
                    Matcher parts = LINE.matcher(line);
                    if (!parts.matches()
                            || read.put(new RouteKey(parts.group(1), parts.group(2)), scopes(parts.group(3))) != null) {
                        throw Settings.wrong(
                                PROPERTY, "must have lines 'METHOD /resource scope…', each route once: " + line);
                    }
                });
        this.routes = Map.copyOf(read);
    }

    /** The scopes that this route needs; empty where no rule names it. */
    Optional<ScopeSet> scopesFor(RouteKey route) {
        return Optional.ofNullable(routes.get(route));
    }

    private static ScopeSet scopes(String text) {
        try {
            return ScopeSet.parse(text);
        } catch (IllegalArgumentException e) {
            throw Settings.wrong(PROPERTY, "must have valid scopes:" + text);
        }
    }
}
