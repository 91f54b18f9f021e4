package dev.keysmith.functions.rotatesecret;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import java.io.IOException;
import java.io.StringWriter;
import java.util.List;

/** What a run made: names of secrets, and nothing of what they hold. */
final class BootstrapAnswer {

    private static final JsonFactory JSON = new JsonFactory();

    private BootstrapAnswer() {}

    static String of(List<String> made) throws IOException {
        StringWriter answer = new StringWriter();
        try (JsonGenerator json = JSON.createGenerator(answer)) {
            json.writeStartObject();
            json.writeArrayFieldStart("made");
            for (String name : made) {
                json.writeString(name);
            }
            json.writeEndArray();
            json.writeEndObject();
        }
        return answer.toString();
    }
}
