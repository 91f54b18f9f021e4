package dev.keysmith.core.secret;

import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import java.io.IOException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;

/** An array of peppers in a secret's text: {@code [{"version": 1, "active_from": "…Z", "value": "<base64, 32 bytes>"}]}. */
final class VersionedKeys {

    private VersionedKeys() {}

    /** Reads the array that comes next. Throws {@link IllegalArgumentException}, which repeats nothing of it, for any other. */
    static List<Pepper> read(JsonParser json) throws IOException {
        List<Pepper> peppers = new ArrayList<>();
        require(json.nextToken() == JsonToken.START_ARRAY);
        while (json.nextToken() == JsonToken.START_OBJECT) {
            peppers.add(pepper(json));
        }
        require(json.currentToken() == JsonToken.END_ARRAY
                && !peppers.isEmpty()
                && peppers.stream().map(Pepper::version).distinct().count() == peppers.size());
        return peppers;
    }

    static void write(JsonGenerator json, List<Pepper> peppers) throws IOException {
        json.writeStartArray();
        for (Pepper pepper : peppers) {
            json.writeStartObject();
            json.writeNumberField("version", pepper.version());
            json.writeStringField("active_from", pepper.activeFrom().toString());
            json.writeStringField(
                    "value",
                    Base64.getEncoder().encodeToString(pepper.toHmacKey().getEncoded()));
            json.writeEndObject();
        }
        json.writeEndArray();
    }

    private static Pepper pepper(JsonParser json) throws IOException {
        int version = 0;
        Instant activeFrom = Instant.MAX;
        byte[] value = {};
        while (json.nextToken() == JsonToken.FIELD_NAME) {
            String field = json.currentName();
            json.nextToken();
            switch (field) {
                case "version" -> version = json.getIntValue();
                case "active_from" -> activeFrom = Instant.parse(json.getText());
                case "value" -> value = Base64.getDecoder().decode(json.getText());
                default -> throw new IllegalArgumentException("unknown field");
            }
        }
        return new Pepper(version, activeFrom, value);
    }

    private static void require(boolean condition) {
        if (!condition) {
            throw new IllegalArgumentException("not in order");
        }
    }
}
