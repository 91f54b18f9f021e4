package dev.keysmith.authorizer;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.time.Instant;
import java.util.List;
import java.util.Map;

/**
 * A line of metrics in CloudWatch's embedded metric format.
 *
 * @param namespace the metrics' namespace
 * @param function the Lambda function's name
 * @param at when it is written
 * @param counts how often, by name
 * @param values what was measured, by name; a name without values is left out
 * @see <a href="https://docs.aws.amazon.com/AmazonCloudWatch/latest/monitoring/CloudWatch_Embedded_Metric_Format_Specification.html">
 *     Specification: embedded metric format</a>
 */
record MetricsLine(
        String namespace, String function, Instant at, Map<String, Integer> counts, Map<String, List<Double>> values) {

    private static final JsonFactory JSON = new JsonFactory();
    private static final String DIMENSION = "FunctionName";

    byte[] toBytes() throws IOException {
        ByteArrayOutputStream line = new ByteArrayOutputStream();
        try (JsonGenerator json = JSON.createGenerator(line)) {
            json.writeStartObject();
            json.writeObjectFieldStart("_aws");
            json.writeNumberField("Timestamp", at.toEpochMilli());
            json.writeArrayFieldStart("CloudWatchMetrics");
            json.writeStartObject();
            json.writeStringField("Namespace", namespace);
            json.writeArrayFieldStart("Dimensions");
            json.writeStartArray();
            json.writeString(DIMENSION);
            json.writeEndArray();
            json.writeEndArray();
            writeDefinitions(json);
            json.writeEndObject();
            json.writeEndArray();
            json.writeEndObject();
            json.writeStringField(DIMENSION, function);
            writeValues(json);
            json.writeEndObject();
            json.writeRaw('\n');
        }
        return line.toByteArray();
    }

    private void writeDefinitions(JsonGenerator json) throws IOException {
        json.writeArrayFieldStart("Metrics");
        for (String name : counts.keySet()) {
            writeDefinition(json, name, "Count");
        }
        for (Map.Entry<String, List<Double>> metric : values.entrySet()) {
            if (!metric.getValue().isEmpty()) {
                writeDefinition(json, metric.getKey(), unit(metric.getKey()));
            }
        }
        json.writeEndArray();
    }

    private static String unit(String name) {
        return name.equals(Metrics.DECISION_TIME) ? "Milliseconds" : "Count";
    }

    private static void writeDefinition(JsonGenerator json, String name, String unit) throws IOException {
        json.writeStartObject();
        json.writeStringField("Name", name);
        json.writeStringField("Unit", unit);
        json.writeEndObject();
    }

    private void writeValues(JsonGenerator json) throws IOException {
        for (Map.Entry<String, Integer> count : counts.entrySet()) {
            json.writeNumberField(count.getKey(), count.getValue());
        }
        for (Map.Entry<String, List<Double>> metric : values.entrySet()) {
            if (!metric.getValue().isEmpty()) {
                json.writeArrayFieldStart(metric.getKey());
                for (double value : metric.getValue()) {
                    json.writeNumber(value);
                }
                json.writeEndArray();
            }
        }
    }
}
