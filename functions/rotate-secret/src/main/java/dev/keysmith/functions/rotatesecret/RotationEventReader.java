package dev.keysmith.functions.rotatesecret;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import java.io.IOException;
import java.io.InputStream;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * Reads Secrets Manager's events {@code {"Step", "SecretId", "ClientRequestToken", …}}; further fields are passed over. Throws
 * {@link RotationException} or {@link IOException} for anything else.
 */
final class RotationEventReader {

    private static final JsonFactory JSON = new JsonFactory();
    private static final Pattern SECRET_ID = Pattern.compile("[A-Za-z0-9/_+=.@:-]{1,2048}");
    private static final Pattern TOKEN = Pattern.compile("[A-Za-z0-9-]{32,64}");

    private RotationEventReader() {}

    static RotationEvent read(InputStream input) throws IOException {
        Map<String, String> texts = new HashMap<>();
        try (JsonParser json = JSON.createParser(input)) {
            if (json.nextToken() != JsonToken.START_OBJECT) {
                throw new RotationException("the event is no rotation event");
            }
            while (json.nextToken() == JsonToken.FIELD_NAME) {
                String name = json.currentName();
                if (json.nextToken() == JsonToken.VALUE_STRING) {
                    texts.put(name, json.getText());
                } else {
                    json.skipChildren();
                }
            }
        }
        return new RotationEvent(
                Optional.ofNullable(texts.get("Step")).flatMap(RotationStep::of).orElseThrow(() -> wrong("Step")),
                required(texts, "SecretId", SECRET_ID),
                required(texts, "ClientRequestToken", TOKEN));
    }

    private static String required(Map<String, String> texts, String name, Pattern pattern) {
        return Optional.ofNullable(texts.get(name))
                .filter(text -> pattern.matcher(text).matches())
                .orElseThrow(() -> wrong(name));
    }

    private static RotationException wrong(String name) {
        return new RotationException("the event has no valid " + name);
    }
}
