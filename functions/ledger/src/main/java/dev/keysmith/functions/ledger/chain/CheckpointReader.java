package dev.keysmith.functions.ledger.chain;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import dev.keysmith.functions.ledger.event.EventPosition;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.Optional;

/**
 * Reads a checkpoint head by head, as {@link CheckpointWriter} wrote it, in this very order of fields. What is not in order is an
 * {@link IllegalArgumentException}.
 */
final class CheckpointReader implements AutoCloseable {

    private static final JsonFactory JSON = new JsonFactory();

    private final JsonParser json;
    private final Optional<Checkpoint> checkpoint;
    private final int hmacKey;
    private Optional<CheckpointHead> peeked = Optional.empty();
    private Optional<String> seal = Optional.empty();

    /** @param content a checkpoint, or empty for one without heads */
    private CheckpointReader(Optional<byte[]> content) throws IOException {
        json = JSON.createParser(content.orElse(new byte[0]));
        if (content.isEmpty()) {
            checkpoint = Optional.empty();
            hmacKey = 0;
            return;
        }
        require(json.nextToken() == JsonToken.START_OBJECT);
        Instant at = Instant.parse(text("at"));
        hmacKey = Math.toIntExact(number("hmac_key"));
        checkpoint = Optional.of(new Checkpoint(at, number("keys"), number("events")));
        require("heads".equals(json.nextFieldName()) && json.nextToken() == JsonToken.START_ARRAY);
        advance();
    }

    /** Reads a checkpoint's content up to its first head; without a content there are none. */
    static CheckpointReader of(Optional<byte[]> content) {
        return read(() -> new CheckpointReader(content));
    }

    Checkpoint checkpoint() {
        return checkpoint.orElseThrow();
    }

    /** The version of the key that it is sealed with. */
    int hmacKey() {
        return hmacKey;
    }

    /** The seal, which stands after the last head. */
    String seal() {
        return seal.orElseThrow();
    }

    /** The head that comes next, without taking it; empty at the end. */
    Optional<CheckpointHead> peek() {
        return peeked;
    }

    /** Takes the head that comes next; empty at the end. */
    Optional<CheckpointHead> next() {
        Optional<CheckpointHead> next = peeked;
        if (next.isPresent()) {
            read(() -> {
                advance();
                return this;
            });
        }
        return next;
    }

    @Override
    public void close() {
        try {
            json.close();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private void advance() throws IOException {
        if (json.nextToken() == JsonToken.START_OBJECT) {
            peeked = Optional.of(head());
            return;
        }
        require(json.currentToken() == JsonToken.END_ARRAY);
        peeked = Optional.empty();
        seal = Optional.of(text("seal"));
        require(json.nextToken() == JsonToken.END_OBJECT && json.nextToken() == null);
    }

    private CheckpointHead head() throws IOException {
        String keyId = text("key_id");
        EventPosition position = new EventPosition(
                Instant.parse(text("created_at")),
                Math.toIntExact(number("epoch")),
                number("version"),
                step(number("step")));
        CheckpointHead head = new CheckpointHead(keyId, position, number("length"), text("link"));
        require(json.nextToken() == JsonToken.END_OBJECT);
        return head;
    }

    private static EventPosition.Step step(long ordinal) {
        require(ordinal >= 0 && ordinal < EventPosition.Step.values().length);
        return EventPosition.Step.values()[(int) ordinal];
    }

    private String text(String field) throws IOException {
        require(field.equals(json.nextFieldName()) && json.nextToken() == JsonToken.VALUE_STRING);
        return json.getText();
    }

    private long number(String field) throws IOException {
        require(field.equals(json.nextFieldName()) && json.nextToken() == JsonToken.VALUE_NUMBER_INT);
        return json.getLongValue();
    }

    private static void require(boolean condition) {
        if (!condition) {
            throw new IllegalArgumentException("the checkpoint is not in order");
        }
    }

    private static <T> T read(Reading<T> reading) {
        try {
            return reading.read();
        } catch (IOException | DateTimeException | ArithmeticException e) {
            throw new IllegalArgumentException("the checkpoint is not in order", e);
        }
    }

    @FunctionalInterface
    private interface Reading<T> {
        T read() throws IOException;
    }
}
