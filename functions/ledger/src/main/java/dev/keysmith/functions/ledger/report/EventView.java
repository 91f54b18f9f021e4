package dev.keysmith.functions.ledger.report;

import io.micronaut.core.type.Argument;
import io.micronaut.json.JsonMapper;
import io.micronaut.json.tree.JsonNode;
import io.micronaut.serde.annotation.Serdeable;
import io.micronaut.serde.config.naming.SnakeCaseStrategy;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * An event on the wire.
 *
 * @param actor a key id, or {@code deployment}
 * @param actorOwner whose key that is; null for a deployment
 * @param reason null where none was given
 * @param version the key's version that it made, or found
 * @param changes what changed, field by field
 */
@Serdeable.Serializable(naming = SnakeCaseStrategy.class)
record EventView(
        String action,
        String keyId,
        String owner,
        String actor,
        @Nullable String actorOwner,
        String sourceIp,
        String requestId,
        @Nullable String reason,
        Instant at,
        long version,
        JsonNode changes)
        implements Tabular {

    static final List<String> COLUMNS = List.of(
            "action",
            "key_id",
            "owner",
            "actor",
            "actor_owner",
            "source_ip",
            "request_id",
            "reason",
            "at",
            "version",
            "changes");

    private static final JsonMapper JSON = JsonMapper.createDefault();

    static EventView of(ReportedEvent event) {
        return new EventView(
                event.action(),
                event.keyId(),
                event.owner(),
                event.actor(),
                event.actorOwner(),
                event.sourceIp(),
                event.requestId(),
                event.reason(),
                event.at(),
                event.version(),
                json(event.changes()));
    }

    private static JsonNode json(String text) {
        try {
            return JSON.readValue(text, Argument.of(JsonNode.class));
        } catch (IOException e) {
            throw new UncheckedIOException("the database says that this is JSON", e);
        }
    }

    @Override
    public Csv.Row row() {
        return new Csv.Row()
                .text(action)
                .text(keyId)
                .text(owner)
                .text(actor)
                .text(actorOwner)
                .text(sourceIp)
                .text(requestId)
                .text(reason)
                .own(at)
                .own(version)
                .text(text(changes));
    }

    private static String text(JsonNode json) {
        try {
            return new String(JSON.writeValueAsBytes(json), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
