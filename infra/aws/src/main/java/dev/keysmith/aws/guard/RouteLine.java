package dev.keysmith.aws.guard;

import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A line that names routes: {@code METHOD /resource}, where {@code /resource/*} stands for all below.
 *
 * @param text the whole line
 * @param method the HTTP method, or {@code ANY}
 * @param resource the resource, or what all resources below begin with
 * @param isPrefix which of both
 */
record RouteLine(String text, String method, String resource, boolean isPrefix) {

    // The same form as the authorizer's own: what it would refuse at its start is refused here.
    private static final String METHOD = "(DELETE|GET|HEAD|OPTIONS|PATCH|POST|PUT|ANY)";
    private static final String SEGMENT = "/(?!\\.{1,2}(?:/|$))(?:[\\w.~:@!$&'()+,;=-]+|\\{[\\w.:-]+})";
    private static final String SEGMENTS = "(?:" + SEGMENT + ")*";
    private static final String GREEDY = "/\\{[\\w.:-]+\\+}";
    private static final String RESOURCE =
            "(?:(" + SEGMENTS + ")/\\*|(\\$default|/|" + SEGMENTS + "(?:" + SEGMENT + "|" + GREEDY + ")))";
    private static final String NAME = "[a-z][a-z0-9_-]{0,31}";
    private static final String SCOPE = "(?:\\*|" + NAME + ":(?:\\*|" + NAME + "))";

    private static final Pattern ROUTE = Pattern.compile(METHOD + " +" + RESOURCE);
    private static final Pattern RULE =
            Pattern.compile(METHOD + " +" + RESOURCE + "(?: +(?:all|any)(?= ))?(?: +" + SCOPE + ")*");

    /** A line of a route table, with the scopes that the route needs. Throws {@link IllegalArgumentException} for another form. */
    static RouteLine rule(String line) {
        return parse(RULE, line, "METHOD /resource [all|any] scope…");
    }

    /** A line that only names routes. Throws {@link IllegalArgumentException} for another form. */
    static RouteLine route(String line) {
        return parse(ROUTE, line, "METHOD /resource");
    }

    private static RouteLine parse(Pattern form, String line, String description) {
        String text = line.strip();
        Matcher parts = form.matcher(text);
        if (!parts.matches()) {
            throw new IllegalArgumentException("a route is written '" + description + "': " + text);
        }
        boolean isPrefix = parts.group(2) != null;
        return new RouteLine(text, parts.group(1), isPrefix ? parts.group(2) : parts.group(3), isPrefix);
    }

    /** Whether the resource, whatever the method, is among those that it names. */
    boolean isOf(String other) {
        return isPrefix
                ? other.startsWith(resource + "/") && other.length() > resource.length() + 1
                : other.equals(resource);
    }

    /** Whether this is the same method, or either is for all of them. */
    boolean isFor(String other) {
        return method.equals(other) || method.equals(ApiRoute.ANY) || other.equals(ApiRoute.ANY);
    }

    boolean names(ApiRoute route) {
        return isOf(route.resource()) && isFor(route.method());
    }
}
