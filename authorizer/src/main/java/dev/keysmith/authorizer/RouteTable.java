package dev.keysmith.authorizer;

import dev.keysmith.core.access.ScopeSet;
import dev.keysmith.core.settings.Settings;
import jakarta.inject.Singleton;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * What each guarded route needs, from {@code KEYSMITH_ROUTES}: a line for each, {@code METHOD /resource [all|any] scope…}. The
 * method may be {@code ANY}; a resource that ends in {@code /*} stands for all below it. The resource decides first: the exact one,
 * else the longest prefix. Only that resource's rules count, for the method itself or else for {@code ANY}: where they lack the method,
 * a wider rule does not let it in. A route that no rule names is denied.
 */
@Singleton
final class RouteTable {

    private static final String PROPERTY = "keysmith.routes";

    // Segments as API Gateway has them. No dot segment: whoever normalises a path would see another resource.
    private static final String SEGMENT = "/(?!\\.{1,2}(?:/|$))(?:[\\w.~:@!$&'()+,;=-]+|\\{[\\w.:-]+})";
    private static final String SEGMENTS = "(?:" + SEGMENT + ")*";
    private static final String GREEDY = "/\\{[\\w.:-]+\\+}";
    private static final Pattern BELOW_ROOT = Pattern.compile(SEGMENTS + "(?:" + SEGMENT + "|" + GREEDY + ")");
    private static final Pattern LINE = Pattern.compile(
            "([A-Z]+) +(?:(" + SEGMENTS + ")/\\*|(\\$default|/|" + BELOW_ROOT + "))(?: +(all|any)(?= ))?((?: +\\S+)*)");

    private final Map<String, Map<String, RouteRule>> exact = new HashMap<>();
    private final Map<String, Map<String, RouteRule>> below = new HashMap<>();

    RouteTable(Settings settings) {
        settings.text(PROPERTY)
                .lines()
                .map(String::strip)
                .filter(line -> !line.isEmpty())
                .forEach(this::add);
    }

    /** What this route needs; empty where no rule names it. */
    Optional<RouteRule> ruleFor(RouteKey route) {
        @Nullable Map<String, RouteRule> byMethod = exact.get(route.resource());
        if (byMethod == null) {
            byMethod = longestPrefix(route.resource());
        }
        @Nullable RouteRule rule = byMethod.get(route.method());
        return Optional.ofNullable(rule == null ? byMethod.get(RouteKey.ANY) : rule);
    }

    private Map<String, RouteRule> longestPrefix(String resource) {
        if (BELOW_ROOT.matcher(resource).matches()) {
            for (int end = resource.lastIndexOf('/'); end >= 0; end = resource.lastIndexOf('/', end - 1)) {
                @Nullable Map<String, RouteRule> byMethod = below.get(resource.substring(0, end));
                if (byMethod != null) {
                    return byMethod;
                }
            }
        }
        return Map.of();
    }

    private void add(String line) {
        Matcher parts = LINE.matcher(line);
        if (!parts.matches() || !RouteKey.isMethod(parts.group(1))) {
            throw Settings.wrong(PROPERTY, "must have lines 'METHOD /resource [all|any] scope…': " + line);
        }
        @Nullable String prefix = parts.group(2);
        Map<String, RouteRule> byMethod = prefix == null
                ? exact.computeIfAbsent(parts.group(3), ignored -> new HashMap<>())
                : below.computeIfAbsent(prefix, ignored -> new HashMap<>());
        RouteRule rule = new RouteRule("any".equals(parts.group(4)), scopes(parts.group(5), line));
        if (byMethod.put(parts.group(1), rule) != null) {
            throw Settings.wrong(PROPERTY, "must have each route once: " + line);
        }
    }

    private static ScopeSet scopes(String text, String line) {
        try {
            return ScopeSet.parse(text);
        } catch (IllegalArgumentException e) {
            throw Settings.wrong(PROPERTY, "must have valid scopes: " + line);
        }
    }
}
