package dev.keysmith.local.streams;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import software.amazon.awssdk.services.dynamodb.model.Record;
import software.amazon.awssdk.services.dynamodb.model.StreamRecord;

/**
 * The event that Lambda makes of stream records.
 *
 * @param first the first record
 * @param last the last record
 * @param json the event: {@code {"Records": […]}}
 * @see <a href="https://docs.aws.amazon.com/lambda/latest/dg/with-ddb.html">Lambda with DynamoDB Streams</a>
 */
record StreamEvent(Record first, Record last, String json) {

    /** Lambda's limit for an event is 6 MB; a record alone is at most two items of 400 KB. */
    private static final int MAX_BYTES = 5 * 1024 * 1024;

    private static final String PREFIX = "{\"Records\":[";
    private static final String SUFFIX = "]}";

    /** The records in events of at most so many, none too large for Lambda; in order. */
    static List<StreamEvent> of(List<Record> records, int batchSize, String streamArn) {
        List<StreamEvent> events = new ArrayList<>();
        List<Record> batch = new ArrayList<>();
        List<String> texts = new ArrayList<>();
        int bytes = 0;
        for (Record record : records) {
            String text = toJson(record, streamArn).toString();
            int more = text.getBytes(StandardCharsets.UTF_8).length + 1;
            if (batch.size() == batchSize || (!batch.isEmpty() && bytes + more > MAX_BYTES)) {
                events.add(event(batch, texts));
                batch.clear();
                texts.clear();
                bytes = 0;
            }
            batch.add(record);
            texts.add(text);
            bytes += more;
        }
        if (!batch.isEmpty()) {
            events.add(event(batch, texts));
        }
        return events;
    }

    byte[] bytes() {
        return json.getBytes(StandardCharsets.UTF_8);
    }

    private static StreamEvent event(List<Record> batch, List<String> texts) {
        return new StreamEvent(
                batch.getFirst(), batch.getLast(), texts.stream().collect(Collectors.joining(",", PREFIX, SUFFIX)));
    }

    private static ObjectNode toJson(Record record, String streamArn) {
        ObjectNode json = JsonNodeFactory.instance
                .objectNode()
                .put("eventID", record.eventID())
                .put("eventName", record.eventNameAsString())
                .put("eventVersion", record.eventVersion())
                .put("eventSource", record.eventSource())
                .put("awsRegion", record.awsRegion());
        StreamRecord change = record.dynamodb();
        ObjectNode dynamodb = json.putObject("dynamodb")
                .put(
                        "ApproximateCreationDateTime",
                        change.approximateCreationDateTime().getEpochSecond());
        dynamodb.set("Keys", Attributes.toJson(change.keys()));
        if (change.hasNewImage()) {
            dynamodb.set("NewImage", Attributes.toJson(change.newImage()));
        }
        if (change.hasOldImage()) {
            dynamodb.set("OldImage", Attributes.toJson(change.oldImage()));
        }
        dynamodb.put("SequenceNumber", change.sequenceNumber())
                .put("SizeBytes", change.sizeBytes())
                .put("StreamViewType", change.streamViewTypeAsString());
        if (record.userIdentity() != null) {
            json.putObject("userIdentity")
                    .put("principalId", record.userIdentity().principalId())
                    .put("type", record.userIdentity().type());
        }
        return json.put("eventSourceARN", streamArn);
    }
}
