package dev.keysmith.core.aws;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import java.io.IOException;
import java.io.StringWriter;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** JSON objects whose values stay JSON: what is taken from one is put into another as it stands. */
final class RawJson {

    private static final JsonFactory JSON = new JsonFactory();

    private RawJson() {}

    /** The members of a text that is an object; none of an empty one. */
    static Map<String, String> members(String object) throws IOException {
        try (JsonParser json = JSON.createParser(object)) {
            json.nextToken();
            return members(json);
        }
    }

    /** The members of the object that the parser is at. */
    static Map<String, String> members(JsonParser json) throws IOException {
        Map<String, String> members = new LinkedHashMap<>();
        while (json.nextToken() == JsonToken.FIELD_NAME) {
            String name = json.currentName();
            json.nextToken();
            members.put(name, value(json));
        }
        return members;
    }

    /** The values of a text that is an array; none of an empty one. */
    static List<String> values(String array) throws IOException {
        List<String> values = new ArrayList<>();
        try (JsonParser json = JSON.createParser(array)) {
            json.nextToken();
            while (json.nextToken() != null && json.currentToken() != JsonToken.END_ARRAY) {
                values.add(value(json));
            }
        }
        return values;
    }

    /** What a JSON text says. */
    static String text(String quoted) throws IOException {
        try (JsonParser json = JSON.createParser(quoted)) {
            json.nextToken();
            return json.getText();
        }
    }

    /** A text as JSON. */
    static String quoted(String text) throws IOException {
        StringWriter quoted = new StringWriter();
        try (JsonGenerator json = JSON.createGenerator(quoted)) {
            json.writeString(text);
        }
        return quoted.toString();
    }

    /** The object of these members. */
    static String object(Map<String, String> members) throws IOException {
        StringWriter object = new StringWriter();
        try (JsonGenerator json = JSON.createGenerator(object)) {
            json.writeStartObject();
            for (Map.Entry<String, String> member : members.entrySet()) {
                json.writeFieldName(member.getKey());
                json.writeRawValue(member.getValue());
            }
            json.writeEndObject();
        }
        return object.toString();
    }

    private static String value(JsonParser json) throws IOException {
        StringWriter value = new StringWriter();
        try (JsonGenerator copy = JSON.createGenerator(value)) {
            copy.copyCurrentStructure(json);
        }
        return value.toString();
    }
}
