package dev.keysmith.local.openapi;

import com.fasterxml.jackson.core.JacksonException;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.TextNode;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Locale;
import java.util.Optional;

/** Media types without their parameters, and the bodies that they stand for. */
final class MediaType {

    private static final String FORM = "application/x-www-form-urlencoded";
    private static final String CSV = "text/csv";
    private static final JsonMapper JSON = JsonMapper.builder()
            .enable(JsonParser.Feature.STRICT_DUPLICATE_DETECTION)
            .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
            .build();

    private MediaType() {}

    /** The media type in a {@code content-type}; empty where there is none. */
    static String of(Optional<String> contentType) {
        return contentType
                .map(text -> text.split(";", 2)[0].strip().toLowerCase(Locale.ROOT))
                .orElse("");
    }

    /** A body of this type as a value that a schema can judge; empty where it is not of this type. */
    static Optional<JsonNode> read(String mediaType, byte[] body) {
        if (mediaType.equals(FORM)) {
            return Optional.of(Form.read(body));
        }
        if (mediaType.equals("application/json") || mediaType.endsWith("+json")) {
            return json(body);
        }
        if (mediaType.equals(CSV)) {
            return Optional.of(TextNode.valueOf(new String(body, StandardCharsets.UTF_8)));
        }
        throw new IllegalArgumentException("no reader for " + mediaType);
    }

    static Optional<JsonNode> json(byte[] body) {
        try {
            return Optional.of(JSON.readTree(body)).filter(node -> !node.isMissingNode());
        } catch (JacksonException e) {
            return Optional.empty();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
