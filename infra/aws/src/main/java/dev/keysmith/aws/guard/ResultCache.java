package dev.keysmith.aws.guard;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/**
 * Whether API Gateway may keep the authorizer's results: it may not. A kept verdict is the same as a fresh one only if all that decides
 * is in its key, and today the authorizer reads a credential from several headers, of which a key can hold one.
 */
final class ResultCache {

    private static final List<String> CREDENTIALS = List.of("header.x-api-key", "header.authorization");
    private static final List<String> METHOD = List.of("context.httpmethod", "context.routekey");
    private static final List<String> ROUTE =
            List.of("context.resourcepath", "context.path", "context.routekey", "context.http.path");
    private static final List<String> ADDRESS = List.of("context.identity.sourceip", "context.http.sourceip");

    private ResultCache() {}

    /**
     * What is wrong with keeping results so.
     *
     * @param seconds for how long; empty for API Gateway's default, 300
     * @param sources the identity sources, as API Gateway names them
     */
    static Optional<String> problem(Optional<Number> seconds, List<String> sources) {
        if (seconds.isPresent() && seconds.get().intValue() == 0) {
            return sources.isEmpty()
                    ? Optional.empty()
                    : Optional.of("the authorizer has identity sources: a request without one of them would be refused"
                            + " before the authorizer sees it, whatever other credential it has");
        }
        List<String> missing = new ArrayList<>();
        require(missing, "the credential's header", CREDENTIALS, sources);
        require(missing, "the method", METHOD, sources);
        require(missing, "the route", ROUTE, sources);
        require(missing, "the source IP", ADDRESS, sources);
        return Optional.of("the authorizer's results are cached (a TTL of "
                + seconds.map(Object::toString).orElse("300, the default") + "); "
                + (missing.isEmpty() ? "" : "the cache's key lacks " + String.join(", ", missing) + "; ")
                + "and Keysmith cannot be cached yet: the authorizer reads credentials from several headers, so that a"
                + " cached verdict would not be the fresh one for a request with another credential beside the first,"
                + " and revocation does not know of the TTL. Set the TTL to 0");
    }

    private static void require(List<String> missing, String what, List<String> anyOf, List<String> sources) {
        boolean isThere = sources.stream()
                .map(source -> source.toLowerCase(Locale.ROOT))
                .anyMatch(source -> anyOf.stream().anyMatch(source::endsWith));
        if (!isThere) {
            missing.add(what);
        }
    }
}
