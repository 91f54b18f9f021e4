package dev.keysmith.functions.ledger.stream;

import com.fasterxml.jackson.core.JacksonException;
import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.core.StreamReadFeature;
import java.io.IOException;
import java.math.BigDecimal;
import java.time.Instant;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;

/**
 * Reads records of a stream.
 *
 * @see <a href="https://docs.aws.amazon.com/lambda/latest/dg/with-ddb.html">A batch event</a>
 */
public final class StreamRecordReader {

    private static final JsonFactory JSON = JsonFactory.builder()
            .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
            .build();
    private static final Pattern TABLE = Pattern.compile("arn:[^:]+:dynamodb:[^:]*:[^:]*:table/([^/]+)/stream/.+");
    private static final Pattern SEQUENCE_NUMBER = Pattern.compile("[0-9]{1,40}");
    private static final BigDecimal MILLIS = BigDecimal.valueOf(1000);

    private @Nullable String eventName;
    private @Nullable String source;
    private @Nullable String sequenceNumber;
    private @Nullable Instant at;
    private Map<String, AttributeValue> before = Map.of();
    private Map<String, AttributeValue> after = Map.of();
    private @Nullable String identityType;
    private @Nullable String identityPrincipal;

    private StreamRecordReader() {}

    /** Reads a record's text. */
    public static StreamRecord read(String text) throws MalformedRecordException {
        try (JsonParser json = JSON.createParser(text)) {
            StreamRecordReader reader = new StreamRecordReader();
            reader.readRecord(json);
            return reader.record();
        } catch (JacksonException e) {
            throw new MalformedRecordException("the record is no JSON, or a part has another type than it must have");
        } catch (IOException | IllegalArgumentException e) {
            // The cause may quote the record.
            throw new MalformedRecordException("the record is not in order");
        }
    }

    private void readRecord(JsonParser json) throws IOException {
        json.nextToken();
        while (json.nextToken() == JsonToken.FIELD_NAME) {
            String field = json.currentName();
            JsonToken value = json.nextToken();
            switch (field) {
                case "eventName" -> eventName = json.getText();
                case "eventSourceARN" -> source = json.getText();
                case "dynamodb" -> readChange(json);
                case "userIdentity" -> {
                    if (value != JsonToken.VALUE_NULL) {
                        readIdentity(json);
                    }
                }
                default -> json.skipChildren();
            }
        }
    }

    private void readChange(JsonParser json) throws IOException {
        while (json.nextToken() == JsonToken.FIELD_NAME) {
            String field = json.currentName();
            json.nextToken();
            switch (field) {
                case "SequenceNumber" -> sequenceNumber = json.getText();
                case "ApproximateCreationDateTime" ->
                    at = Instant.ofEpochMilli(
                            json.getDecimalValue().multiply(MILLIS).longValue());
                case "OldImage" -> before = AttributeValueReader.readItem(json);
                case "NewImage" -> after = AttributeValueReader.readItem(json);
                default -> json.skipChildren();
            }
        }
    }

    private void readIdentity(JsonParser json) throws IOException {
        while (json.nextToken() == JsonToken.FIELD_NAME) {
            // The documentation of Lambda and that of DynamoDB differ in the case of the first letter.
            switch (json.currentName()) {
                case "type", "Type" -> identityType = json.nextTextValue();
                case "principalId", "PrincipalId" -> identityPrincipal = json.nextTextValue();
                default -> {
                    json.nextToken();
                    json.skipChildren();
                }
            }
        }
    }

    private StreamRecord record() throws MalformedRecordException {
        Matcher table = TABLE.matcher(required(source, "eventSourceARN"));
        if (!table.matches()) {
            throw new MalformedRecordException("eventSourceARN names no table's stream");
        }
        String sequence = required(sequenceNumber, "SequenceNumber");
        if (!SEQUENCE_NUMBER.matcher(sequence).matches()) {
            throw new MalformedRecordException("SequenceNumber is no number");
        }
        StreamRecord.Type type = type(required(eventName, "eventName"));
        if (before.isEmpty() != (type == StreamRecord.Type.INSERT)
                || after.isEmpty() != (type == StreamRecord.Type.REMOVE)) {
            throw new MalformedRecordException("the images are not those of " + type);
        }
        return new StreamRecord(
                type,
                table.group(1),
                sequence,
                required(at, "ApproximateCreationDateTime"),
                before,
                after,
                "Service".equals(identityType) && "dynamodb.amazonaws.com".equals(identityPrincipal));
    }

    private static StreamRecord.Type type(String name) throws MalformedRecordException {
        for (StreamRecord.Type type : StreamRecord.Type.values()) {
            if (type.name().equals(name)) {
                return type;
            }
        }
        throw new MalformedRecordException("eventName is unknown");
    }

    private static <T> T required(@Nullable T value, String field) throws MalformedRecordException {
        if (value == null) {
            throw new MalformedRecordException("the record has no " + field);
        }
        return value;
    }
}
