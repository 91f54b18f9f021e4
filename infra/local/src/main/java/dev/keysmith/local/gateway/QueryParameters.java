package dev.keysmith.local.gateway;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Reads a query string as API Gateway does: decoded once, a semicolon splits as an ampersand does, a bare pipe is refused. */
final class QueryParameters {

    private QueryParameters() {}

    /** The values by name, in the order sent; empty where the query cannot be decoded. */
    static Optional<Map<String, List<String>>> parse(@Nullable String query) {
        var parameters = new LinkedHashMap<String, List<String>>();
        if (query == null) {
            return Optional.of(parameters);
        }
        if (query.indexOf('|') >= 0) {
            return Optional.empty();
        }
        for (String pair : query.split("[&;]", -1)) {
            if (pair.isEmpty()) {
                continue;
            }
            int equals = pair.indexOf('=');
            Optional<String> name = decode(equals < 0 ? pair : pair.substring(0, equals));
            Optional<String> value = decode(equals < 0 ? "" : pair.substring(equals + 1));
            if (name.isEmpty() || value.isEmpty()) {
                return Optional.empty();
            }
            parameters.computeIfAbsent(name.get(), ignored -> new ArrayList<>()).add(value.get());
        }
        return Optional.of(parameters);
    }

    private static Optional<String> decode(String encoded) {
        return PercentDecoder.decode(encoded.replace("+", "%20"));
    }
}
