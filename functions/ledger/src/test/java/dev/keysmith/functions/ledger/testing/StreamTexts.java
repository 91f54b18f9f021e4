package dev.keysmith.functions.ledger.testing;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import dev.keysmith.core.testing.DynamoDbLocal;
import java.io.IOException;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.auth.credentials.AwsBasicCredentials;
import software.amazon.awssdk.auth.credentials.StaticCredentialsProvider;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;
import software.amazon.awssdk.services.dynamodb.model.Record;
import software.amazon.awssdk.services.dynamodb.model.Shard;
import software.amazon.awssdk.services.dynamodb.model.ShardIteratorType;
import software.amazon.awssdk.services.dynamodb.model.StreamViewType;
import software.amazon.awssdk.services.dynamodb.streams.DynamoDbStreamsClient;

/** The stream of a table in DynamoDB Local, as the texts of records that Lambda would hand over. */
public final class StreamTexts {

    private static final JsonFactory JSON = new JsonFactory();
    private static final int MANY = 1000;

    private final DynamoDbStreamsClient streams = DynamoDbStreamsClient.builder()
            .endpointOverride(DynamoDbLocal.endpoint())
            .region(Region.EU_CENTRAL_1)
            .credentialsProvider(StaticCredentialsProvider.create(AwsBasicCredentials.create("local", "local")))
            .build();
    private final String arn;

    private StreamTexts(String arn) {
        this.arn = arn;
    }

    /** Switches a table's stream on. */
    public static StreamTexts of(DynamoDbClient dynamoDb, String table) {
        return new StreamTexts(dynamoDb.updateTable(update -> update.tableName(table)
                        .streamSpecification(
                                stream -> stream.streamEnabled(true).streamViewType(StreamViewType.NEW_AND_OLD_IMAGES)))
                .tableDescription()
                .latestStreamArn());
    }

    /** All records from the beginning. */
    public List<String> all() {
        List<String> texts = new ArrayList<>();
        for (Shard shard : streams.describeStream(describe -> describe.streamArn(arn))
                .streamDescription()
                .shards()) {
            @Nullable
            String iterator = streams.getShardIterator(get -> get.streamArn(arn)
                            .shardId(shard.shardId())
                            .shardIteratorType(ShardIteratorType.TRIM_HORIZON))
                    .shardIterator();
            while (iterator != null) {
                String from = iterator;
                var page = streams.getRecords(get -> get.shardIterator(from).limit(MANY));
                page.records().forEach(record -> texts.add(text(record)));
                iterator = page.records().isEmpty() ? null : page.nextShardIterator();
            }
        }
        return texts;
    }

    /** Texts as one batch. */
    public static byte[] batch(List<String> texts) {
        return ("{\"Records\":[" + String.join(",", texts) + "]}").getBytes(StandardCharsets.UTF_8);
    }

    private String text(Record record) {
        StringWriter text = new StringWriter();
        try (JsonGenerator json = JSON.createGenerator(text)) {
            json.writeStartObject();
            json.writeStringField("eventID", record.eventID());
            json.writeStringField("eventName", record.eventNameAsString());
            json.writeStringField("eventSource", "aws:dynamodb");
            json.writeStringField("eventSourceARN", arn);
            if (record.userIdentity() != null) {
                json.writeObjectFieldStart("userIdentity");
                json.writeStringField("type", record.userIdentity().type());
                json.writeStringField("principalId", record.userIdentity().principalId());
                json.writeEndObject();
            }
            json.writeObjectFieldStart("dynamodb");
            json.writeNumberField(
                    "ApproximateCreationDateTime",
                    record.dynamodb().approximateCreationDateTime().getEpochSecond());
            json.writeStringField("SequenceNumber", record.dynamodb().sequenceNumber());
            writeItem(json, "Keys", record.dynamodb().keys());
            if (record.dynamodb().hasOldImage()) {
                writeItem(json, "OldImage", record.dynamodb().oldImage());
            }
            if (record.dynamodb().hasNewImage()) {
                writeItem(json, "NewImage", record.dynamodb().newImage());
            }
            json.writeEndObject();
            json.writeEndObject();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return text.toString();
    }

    private static void writeItem(JsonGenerator json, String name, Map<String, AttributeValue> item)
            throws IOException {
        json.writeObjectFieldStart(name);
        for (Map.Entry<String, AttributeValue> attribute : item.entrySet()) {
            json.writeFieldName(attribute.getKey());
            writeValue(json, attribute.getValue());
        }
        json.writeEndObject();
    }

    private static void writeValue(JsonGenerator json, AttributeValue value) throws IOException {
        json.writeStartObject();
        switch (value.type()) {
            case S -> json.writeStringField("S", value.s());
            case N -> json.writeStringField("N", value.n());
            case B -> json.writeBinaryField("B", value.b().asByteArray());
            case BOOL -> json.writeBooleanField("BOOL", value.bool());
            case M -> writeItem(json, "M", value.m());
            case L -> {
                json.writeArrayFieldStart("L");
                for (AttributeValue element : value.l()) {
                    writeValue(json, element);
                }
                json.writeEndArray();
            }
            default -> throw new IllegalArgumentException("no such type in Keysmith's items");
        }
        json.writeEndObject();
    }
}
