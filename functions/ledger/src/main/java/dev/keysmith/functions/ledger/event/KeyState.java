package dev.keysmith.functions.ledger.event;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.json.JsonWriteFeature;
import dev.keysmith.core.key.ApiKeyMetadata;
import dev.keysmith.core.key.KeyStatus;
import dev.keysmith.core.key.TokenDenials;
import dev.keysmith.core.key.dynamodb.KeyImage;
import java.io.IOException;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.time.Instant;
import java.util.Collection;
import java.util.Map;
import java.util.Objects;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * What the ledger tells of a key, field by field: the names of the API, each with its value as JSON text. What is not named here
 * never gets into the ledger; no hash, pepper or secret is.
 *
 * @param fields values by name; a field that the key does not have is absent
 */
public record KeyState(SortedMap<String, String> fields) {

    /** A key that is not there. */
    public static final KeyState NONE = new KeyState(new TreeMap<>());

    private static final JsonFactory JSON =
            JsonFactory.builder().enable(JsonWriteFeature.ESCAPE_NON_ASCII).build();

    /** The state that an item shows. */
    public static KeyState of(KeyImage image) {
        return switch (image) {
            case KeyImage.Live live -> of(live);
            case KeyImage.Tombstone tombstone -> of(tombstone);
        };
    }

    private static KeyState of(KeyImage.Tombstone tombstone) {
        SortedMap<String, String> fields = new TreeMap<>();
        fields.put("status", text("deleted"));
        return new KeyState(fields);
    }

    private static KeyState of(KeyImage.Live live) {
        ApiKeyMetadata key = live.metadata();
        SortedMap<String, String> fields = new TreeMap<>();
        fields.put("name", text(key.name()));
        fields.put("role", text(key.role().value()));
        fields.put("scopes", texts(key.scopes().texts()));
        fields.put("environment", text(key.environment().wireName()));
        fields.put("format", text(key.format().wireName()));
        fields.put("status", text(key.status() instanceof KeyStatus.Active ? "active" : "revoked"));
        key.limits()
                .rate()
                .ifPresent(rate -> fields.put("rate_limit", json(out -> {
                    out.writeStartObject();
                    out.writeNumberField("requests", rate.requests());
                    out.writeNumberField("window_seconds", rate.window().toSeconds());
                    out.writeEndObject();
                })));
        key.limits().quota().ifPresent(quota -> fields.put("quota", Long.toString(quota)));
        if (!key.networks().areAny()) {
            fields.put("allowed_networks", texts(key.networks().texts()));
        }
        fields.put("metadata", texts(key.metadata()));
        key.issuedBy().ifPresent(issuer -> fields.put("issued_by", text(issuer.value())));
        fields.put("created_at", time(key.createdAt()));
        fields.put("expires_at", time(key.expiresAt()));
        fields.put("max_expires_at", time(key.validity().maxExpiresAt()));
        fields.put("generation", Integer.toString(key.generation()));
        key.lastRotation().ifPresent(rotation -> {
            fields.put("rotated_at", time(rotation.at()));
            fields.put("grace_ends_at", time(rotation.graceEndsAt()));
        });
        putDenials(fields, live.tokenDenials());
        return new KeyState(fields);
    }

    private static void putDenials(SortedMap<String, String> fields, TokenDenials denials) {
        if (!denials.until().isEmpty()) {
            fields.put("denied_tokens", texts(new TreeSet<>(denials.until().keySet())));
        }
        denials.notBefore().ifPresent(notBefore -> fields.put("tokens_not_before", time(notBefore)));
    }

    /** {@code active}, {@code revoked} or {@code deleted}. */
    public String status() {
        return Objects.requireNonNullElse(fields.get("status"), "").replace("\"", "");
    }

    /** All fields as one JSON object. */
    public String toJson() {
        return json(out -> {
            out.writeStartObject();
            for (Map.Entry<String, String> field : fields.entrySet()) {
                out.writeFieldName(field.getKey());
                out.writeRawValue(field.getValue());
            }
            out.writeEndObject();
        });
    }

    /** What differs in the later state: {@code {"name": {"before": "a", "after": "b"}}}; a field that is new has no {@code before}. */
    public String changesTo(KeyState later) {
        TreeSet<String> names = new TreeSet<>(fields.keySet());
        names.addAll(later.fields.keySet());
        names.removeIf(name -> Objects.equals(fields.get(name), later.fields.get(name)));
        return json(out -> {
            out.writeStartObject();
            for (String name : names) {
                out.writeObjectFieldStart(name);
                writeSide(out, "before", fields.get(name));
                writeSide(out, "after", later.fields.get(name));
                out.writeEndObject();
            }
            out.writeEndObject();
        });
    }

    /** A change of the status alone. */
    public static String statusChange(String before, String after) {
        return status(before).changesTo(status(after));
    }

    private static KeyState status(String status) {
        return new KeyState(new TreeMap<>(Map.of("status", text(status))));
    }

    private static void writeSide(JsonGenerator out, String side, @Nullable String value) throws IOException {
        if (value != null) {
            out.writeFieldName(side);
            out.writeRawValue(value);
        }
    }

    private static String text(String value) {
        return json(out -> out.writeString(value));
    }

    private static String time(Instant value) {
        return text(value.toString());
    }

    private static String texts(Collection<String> values) {
        return json(out -> {
            out.writeStartArray();
            for (String value : values) {
                out.writeString(value);
            }
            out.writeEndArray();
        });
    }

    private static String texts(Map<String, String> values) {
        return json(out -> {
            out.writeStartObject();
            for (Map.Entry<String, String> entry : new TreeMap<>(values).entrySet()) {
                out.writeStringField(entry.getKey(), entry.getValue());
            }
            out.writeEndObject();
        });
    }

    private static String json(Content content) {
        StringWriter text = new StringWriter();
        try (JsonGenerator out = JSON.createGenerator(text)) {
            content.write(out);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return text.toString();
    }

    @FunctionalInterface
    private interface Content {
        void write(JsonGenerator out) throws IOException;
    }
}
