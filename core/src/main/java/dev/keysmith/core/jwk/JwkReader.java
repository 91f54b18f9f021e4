package dev.keysmith.core.jwk;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import java.io.IOException;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/** Reads verification keys: JSON Web Keys with texts only, and {@code active_from}. */
public final class JwkReader {

    private JwkReader() {}

    /**
     * Reads the object that the parser has just entered, to its end.
     *
     * @throws IllegalArgumentException if it is not such a key; the message repeats nothing of it
     */
    public static VerificationKey read(JsonParser json) throws IOException {
        Map<String, String> members = new LinkedHashMap<>();
        while (json.nextToken() == JsonToken.FIELD_NAME) {
            String name = json.currentName();
            if (json.nextToken() != JsonToken.VALUE_STRING || members.put(name, json.getText()) != null) {
                throw new IllegalArgumentException("members are texts, each once");
            }
        }
        String kid = required(members, "kid");
        JwsAlgorithm algorithm = JwsAlgorithm.of(required(members, "alg"))
                .orElseThrow(() -> new IllegalArgumentException("no such algorithm"));
        if (!algorithm.keyType().equals(required(members, "kty"))) {
            throw new IllegalArgumentException("a key type of another algorithm");
        }
        Instant activeFrom = Instant.parse(required(members, "active_from"));
        return new VerificationKey(kid, algorithm, activeFrom, members);
    }

    private static String required(Map<String, String> members, String name) {
        return Optional.ofNullable(members.remove(name)).orElseThrow(() -> new IllegalArgumentException("no " + name));
    }
}
