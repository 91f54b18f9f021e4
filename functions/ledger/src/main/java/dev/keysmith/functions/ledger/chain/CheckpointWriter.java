package dev.keysmith.functions.ledger.chain;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import dev.keysmith.functions.ledger.event.EventPosition;
import dev.keysmith.functions.ledger.store.ChainHead;
import jakarta.inject.Singleton;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.security.MessageDigest;
import java.time.Instant;
import java.util.HexFormat;
import java.util.Optional;

/**
 * Writes checkpoints: {@code {"at": "…Z", "hmac_key": 1, "keys": N, "events": N, "heads": [{"key_id": "…", "created_at": "…Z",
 * "epoch": 0, "version": 1, "step": 0, "length": 1, "link": "<hex>"}, …], "seal": "<hex>"}}, with heads in the order of key ids.
 */
@Singleton
final class CheckpointWriter {

    private static final JsonFactory JSON = new JsonFactory();

    private final LedgerSnapshot ledger;
    private final CheckpointSeal seal;

    CheckpointWriter(LedgerSnapshot ledger, CheckpointSeal seal) {
        this.ledger = ledger;
        this.seal = seal;
    }

    /**
     * A checkpoint and its text.
     *
     * @param checkpoint what it says
     * @param content UTF-8
     */
    record Written(Checkpoint checkpoint, byte[] content) {}

    /** Makes a checkpoint of the ledger as it is. */
    Written write(Instant at) {
        return ledger.read(() -> {
            try {
                return write(count(at));
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        });
    }

    private Checkpoint count(Instant at) {
        long keys = 0;
        long events = 0;
        Cursor<ChainHead> heads = ledger.heads();
        for (Optional<ChainHead> next = heads.next(); next.isPresent(); next = heads.next()) {
            if (next.get().length() > 0) {
                keys++;
                events += next.get().length();
            }
        }
        return new Checkpoint(at, keys, events);
    }

    private Written write(Checkpoint checkpoint) throws IOException {
        ByteArrayOutputStream content = new ByteArrayOutputStream();
        int key = seal.activeKey();
        MessageDigest digest = CheckpointSeal.digest();
        try (JsonGenerator json = JSON.createGenerator(content)) {
            json.writeStartObject();
            json.writeStringField("at", checkpoint.at().toString());
            json.writeNumberField("hmac_key", key);
            json.writeNumberField("keys", checkpoint.keys());
            json.writeNumberField("events", checkpoint.events());
            json.writeArrayFieldStart("heads");
            Cursor<ChainHead> heads = ledger.heads();
            for (Optional<ChainHead> next = heads.next(); next.isPresent(); next = heads.next()) {
                if (next.get().length() > 0) {
                    CheckpointHead head = head(next.get());
                    CheckpointSeal.add(digest, head);
                    write(json, head);
                }
            }
            json.writeEndArray();
            json.writeStringField("seal", seal.seal(checkpoint, digest, key));
            json.writeEndObject();
        }
        return new Written(checkpoint, content.toByteArray());
    }

    private static CheckpointHead head(ChainHead head) {
        Optional<EventPosition> position = Seals.position(head);
        Optional<byte[]> link = head.lastLink();
        if (position.isEmpty() || link.isEmpty()) {
            throw new IllegalStateException("the head of key " + head.keyId() + " is not in order: verify the ledger");
        }
        return new CheckpointHead(
                head.keyId(), position.get(), head.length(), HexFormat.of().formatHex(link.get()));
    }

    private static void write(JsonGenerator json, CheckpointHead head) throws IOException {
        json.writeStartObject();
        json.writeStringField("key_id", head.keyId());
        json.writeStringField("created_at", head.position().createdAt().toString());
        json.writeNumberField("epoch", head.position().epoch());
        json.writeNumberField("version", head.position().version());
        json.writeNumberField("step", head.position().step().ordinal());
        json.writeNumberField("length", head.length());
        json.writeStringField("link", head.link());
        json.writeEndObject();
    }
}
