package dev.keysmith.functions.api.body;

import com.fasterxml.jackson.core.JacksonException;
import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.core.StreamReadConstraints;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.nio.charset.CharsetDecoder;
import java.nio.charset.CoderResult;
import java.nio.charset.CodingErrorAction;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Reads one JSON object (RFC 8259) and nothing after it, from valid UTF-8, with every name once in its object, at most
 * {@value #MAX_DEPTH} levels deep, and without control characters in its strings, escaped or not.
 */
final class StrictJson {

    private static final int MAX_DEPTH = 32;
    private static final int MAX_NAME_LENGTH = 256;
    private static final int MAX_NUMBER_LENGTH = 32;

    private static final JsonFactory FACTORY = JsonFactory.builder()
            .streamReadConstraints(StreamReadConstraints.builder()
                    .maxNestingDepth(MAX_DEPTH)
                    .maxNameLength(MAX_NAME_LENGTH)
                    .maxNumberLength(MAX_NUMBER_LENGTH)
                    .build())
            .build();

    private StrictJson() {}

    /** The object in these bytes; throws {@link MalformedJsonException} with the place where it stops being one. */
    static Json.Members read(byte[] bytes) throws MalformedJsonException {
        CharBuffer text = CharBuffer.allocate(bytes.length);
        CharsetDecoder decoder = StandardCharsets.UTF_8
                .newDecoder()
                .onMalformedInput(CodingErrorAction.REPORT)
                .onUnmappableCharacter(CodingErrorAction.REPORT);
        CoderResult decoded = decoder.decode(ByteBuffer.wrap(bytes), text, true);
        String valid = text.flip().toString();
        if (decoded.isError()) {
            throw new MalformedJsonException(placeWhereItBreaksOff(valid), "is not valid UTF-8");
        }
        return read(valid);
    }

    private static Json.Members read(String text) throws MalformedJsonException {
        try (JsonParser parser = FACTORY.createParser(text)) {
            try {
                if (parser.nextToken() != JsonToken.START_OBJECT) {
                    throw new MalformedJsonException("", "must be a JSON object");
                }
                Json.Members object = members(parser, "");
                if (parser.nextToken() != null) {
                    throw new MalformedJsonException("", "must be one JSON object and nothing after it");
                }
                return object;
            } catch (JacksonException e) {
                // Its message quotes the input.
                throw new MalformedJsonException(place(parser), "is not well-formed JSON, too deep or too long");
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static String placeWhereItBreaksOff(String prefix) {
        try {
            read(prefix);
            return "";
        } catch (MalformedJsonException e) {
            return e.pointer();
        }
    }

    private static Json value(JsonParser parser, String pointer) throws IOException, MalformedJsonException {
        return switch (parser.currentToken()) {
            case START_OBJECT -> members(parser, pointer);
            case START_ARRAY -> items(parser, pointer);
            case VALUE_STRING -> new Json.Text(clean(parser.getText(), pointer));
            case VALUE_NUMBER_INT ->
                parser.getNumberType() == JsonParser.NumberType.BIG_INTEGER
                        ? new Json.Other()
                        : new Json.Whole(parser.getLongValue());
            case VALUE_NUMBER_FLOAT -> new Json.Other();
            case VALUE_TRUE -> new Json.Flag(true);
            case VALUE_FALSE -> new Json.Flag(false);
            case VALUE_NULL -> new Json.Null();
            case NOT_AVAILABLE, END_OBJECT, END_ARRAY, FIELD_NAME, VALUE_EMBEDDED_OBJECT ->
                throw new IllegalStateException("a parser of text gives no such token here");
        };
    }

    private static Json.Members members(JsonParser parser, String pointer) throws IOException, MalformedJsonException {
        Map<String, Json> members = new LinkedHashMap<>();
        while (parser.nextToken() == JsonToken.FIELD_NAME) {
            String at = Pointer.child(pointer, parser.currentName());
            String name = clean(parser.currentName(), at);
            parser.nextToken();
            if (members.put(name, value(parser, at)) != null) {
                throw new MalformedJsonException(at, "is given twice");
            }
        }
        return new Json.Members(members);
    }

    private static Json.Items items(JsonParser parser, String pointer) throws IOException, MalformedJsonException {
        List<Json> items = new ArrayList<>();
        while (parser.nextToken() != JsonToken.END_ARRAY) {
            items.add(value(parser, Pointer.child(pointer, Integer.toString(items.size()))));
        }
        return new Json.Items(items);
    }

    private static String clean(String text, String pointer) throws MalformedJsonException {
        for (int i = 0; i < text.length(); ) {
            int character = text.codePointAt(i);
            switch (Character.getType(character)) {
                case Character.CONTROL -> throw new MalformedJsonException(pointer, "has a control character");
                case Character.SURROGATE -> throw new MalformedJsonException(pointer, "has half a surrogate pair");
                default -> i += Character.charCount(character);
            }
        }
        return text;
    }

    private static String place(JsonParser parser) {
        return parser.getParsingContext().pathAsPointer().toString();
    }
}
