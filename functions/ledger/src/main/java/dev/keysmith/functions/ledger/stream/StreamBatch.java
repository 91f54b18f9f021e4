package dev.keysmith.functions.ledger.stream;

import com.fasterxml.jackson.core.JacksonException;
import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/** A batch as Lambda hands it over: {@code {"Records": [{…}, …]}}, UTF-8. */
public final class StreamBatch {

    private static final JsonFactory JSON = new JsonFactory();

    private StreamBatch() {}

    /**
     * The records' own texts, in order and to the letter.
     *
     * @throws IOException if this is no batch at all; its message repeats nothing of it
     */
    public static List<String> texts(byte[] event) throws IOException {
        List<String> texts = new ArrayList<>();
        try (JsonParser json = JSON.createParser(event)) {
            require(json.nextToken() == JsonToken.START_OBJECT);
            require("Records".equals(json.nextFieldName()));
            require(json.nextToken() == JsonToken.START_ARRAY);
            while (json.nextToken() == JsonToken.START_OBJECT) {
                int start = (int) json.currentTokenLocation().getByteOffset();
                json.skipChildren();
                int end = (int) json.currentLocation().getByteOffset();
                texts.add(new String(event, start, end - start, StandardCharsets.UTF_8));
            }
            require(json.currentToken() == JsonToken.END_ARRAY);
            require(json.nextToken() == JsonToken.END_OBJECT);
        } catch (JacksonException e) {
            throw new IOException("the event is no JSON");
        }
        return texts;
    }

    private static void require(boolean condition) throws IOException {
        if (!condition) {
            throw new IOException("the event is no batch of a DynamoDB stream");
        }
    }
}
