package dev.keysmith.functions.api.body;

import dev.keysmith.functions.api.gateway.GatewayRequest;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

/** A form-encoded body as OAuth wants it (RFC 6749 section 3.2 and appendix B). */
public sealed interface Form {

    /** A form; each parameter is there once. It may hold a credential, so that it does not show itself. */
    final class Parameters implements Form {

        private final Map<String, String> values;

        private Parameters(Map<String, String> values) {
            this.values = values;
        }

        /** The value of a parameter; one without a value counts as omitted. */
        public Optional<String> find(String name) {
            return Optional.ofNullable(values.get(name)).filter(value -> !value.isEmpty());
        }

        @Override
        public String toString() {
            return "Parameters" + values.keySet();
        }
    }

    /** No form, or one that repeats a parameter. */
    record Malformed() implements Form {}

    /** Reads the body; throws a problem 413 or 415. */
    static Form read(GatewayRequest request) {
        if (request.body().isEmpty()) {
            return new Parameters(Map.of());
        }
        return parse(BodyBytes.read(request, "application/x-www-form-urlencoded"));
    }

    private static Form parse(byte[] bytes) {
        Map<String, String> values = new HashMap<>();
        for (String pair : new String(bytes, StandardCharsets.ISO_8859_1).split("&", -1)) {
            if (pair.isEmpty()) {
                continue;
            }
            int equals = pair.indexOf('=');
            Optional<String> name = PercentCode.decode(equals < 0 ? pair : pair.substring(0, equals));
            Optional<String> value = PercentCode.decode(equals < 0 ? "" : pair.substring(equals + 1));
            if (name.isEmpty() || value.isEmpty() || values.put(name.get(), value.get()) != null) {
                return new Malformed();
            }
        }
        return new Parameters(values);
    }
}
