package dev.keysmith.functions.ledger.deadletter;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.core.StreamReadConstraints;
import dev.keysmith.core.error.UnavailableException;
import dev.keysmith.functions.ledger.objects.ObjectName;
import dev.keysmith.functions.ledger.objects.ObjectStore;
import jakarta.inject.Singleton;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * Dead letters as objects {@code dead-letters/<id>.json}: {@code {"id": "…", "reason": "…", "put_aside_at": "…Z", "record": "<the
 * record's JSON text>"}}.
 */
@Singleton
public final class StoredDeadLetters implements DeadLetters {

    private static final String FOLDER = "dead-letters";
    private static final String DISCARDED = "discarded";
    private static final String SUFFIX = ".json";

    // A record is as large as a stream's may be, and is one string here.
    private static final JsonFactory JSON = JsonFactory.builder()
            .streamReadConstraints(StreamReadConstraints.builder()
                    .maxStringLength(Integer.MAX_VALUE)
                    .build())
            .build();

    private final ObjectStore objects;

    StoredDeadLetters(ObjectStore objects) {
        this.objects = objects;
    }

    @Override
    public void put(DeadLetter letter) {
        objects.put(name(letter.id()), write(letter));
    }

    /** The ids of all, in their order. */
    public List<String> ids() {
        return objects.list(FOLDER).stream()
                .map(ObjectName::file)
                .filter(file -> file.endsWith(SUFFIX))
                .map(file -> file.substring(0, file.length() - SUFFIX.length()))
                .toList();
    }

    /** All, one after the other, in the order of their ids. */
    public Stream<DeadLetter> all() {
        return ids().stream().map(this::find).flatMap(Optional::stream);
    }

    /** The dead letter of this id; empty where there is none. */
    public Optional<DeadLetter> find(String id) {
        return ObjectName.parse(FOLDER + "/" + id + SUFFIX)
                .flatMap(objects::find)
                .map(content -> read(id, content));
    }

    /** Removes a dead letter, where there is one. */
    public void delete(String id) {
        objects.delete(name(id));
    }

    /**
     * Takes a dead letter out of what can be replayed; before, the whole of it is kept as {@code discarded/<id>.json}.
     *
     * @return where it is kept; empty where there is none of this id
     */
    public Optional<ObjectName> discard(String id) {
        return ObjectName.parse(FOLDER + "/" + id + SUFFIX)
                .flatMap(name -> objects.find(name).map(content -> discard(name, content)));
    }

    private ObjectName discard(ObjectName name, byte[] content) {
        ObjectName kept = ObjectName.in(DISCARDED, name.file());
        objects.put(kept, content);
        objects.delete(name);
        return kept;
    }

    private static ObjectName name(String id) {
        return ObjectName.in(FOLDER, id + SUFFIX);
    }

    private static byte[] write(DeadLetter letter) {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (JsonGenerator json = JSON.createGenerator(bytes)) {
            json.writeStartObject();
            json.writeStringField("id", letter.id());
            json.writeStringField("reason", letter.reason());
            json.writeStringField("put_aside_at", letter.putAsideAt().toString());
            json.writeStringField("record", letter.record());
            json.writeEndObject();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return bytes.toByteArray();
    }

    private static DeadLetter read(String id, byte[] content) {
        Map<String, String> fields = new HashMap<>();
        try (JsonParser json = JSON.createParser(content)) {
            require(json.nextToken() == JsonToken.START_OBJECT);
            while (json.nextToken() == JsonToken.FIELD_NAME) {
                String name = json.currentName();
                require(json.nextToken() == JsonToken.VALUE_STRING);
                fields.put(name, json.getText());
            }
            require(json.currentToken() == JsonToken.END_OBJECT
                    && fields.keySet().containsAll(List.of("reason", "put_aside_at", "record")));
            return new DeadLetter(
                    id,
                    fields.getOrDefault("reason", ""),
                    Instant.parse(fields.getOrDefault("put_aside_at", "")),
                    fields.getOrDefault("record", ""));
        } catch (IOException | IllegalArgumentException | DateTimeException e) {
            // The cause may quote the record: it goes no further.
            throw new UnavailableException("the dead letter " + id + " is not in order");
        }
    }

    private static void require(boolean condition) {
        if (!condition) {
            throw new IllegalArgumentException("not in order");
        }
    }
}
