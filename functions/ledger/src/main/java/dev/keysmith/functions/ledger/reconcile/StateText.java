package dev.keysmith.functions.ledger.reconcile;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.core.json.JsonWriteFeature;
import dev.keysmith.functions.ledger.event.KeyState;
import java.io.IOException;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;

/** JSON objects as the ledger writes them, field by field. */
final class StateText {

    private static final JsonFactory JSON =
            JsonFactory.builder().enable(JsonWriteFeature.ESCAPE_NON_ASCII).build();

    private StateText() {}

    /** The fields of an object, each with its value as JSON text. */
    static SortedMap<String, String> fields(String object) {
        SortedMap<String, String> fields = new TreeMap<>();
        try (JsonParser json = JSON.createParser(object)) {
            json.nextToken();
            while (json.nextToken() == JsonToken.FIELD_NAME) {
                String name = json.currentName();
                json.nextToken();
                StringWriter value = new StringWriter();
                try (JsonGenerator copy = JSON.createGenerator(value)) {
                    copy.copyCurrentStructure(json);
                }
                fields.put(name, value.toString());
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return fields;
    }

    /** The changes of a {@code reconciled} event: which versions are lost, and what differs. */
    static String changes(Gap gap, KeyState before, KeyState after) {
        SortedMap<String, String> changes = fields(before.changesTo(after));
        changes.put("gap", "{\"from_version\":%d,\"to_version\":%d}".formatted(gap.fromVersion(), gap.toVersion()));
        StringWriter text = new StringWriter();
        try (JsonGenerator json = JSON.createGenerator(text)) {
            json.writeStartObject();
            for (Map.Entry<String, String> change : changes.entrySet()) {
                json.writeFieldName(change.getKey());
                json.writeRawValue(change.getValue());
            }
            json.writeEndObject();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return text.toString();
    }
}
