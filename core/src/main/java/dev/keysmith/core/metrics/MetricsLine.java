package dev.keysmith.core.metrics;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import dev.keysmith.core.settings.Settings;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;

/**
 * A line of metrics in CloudWatch's embedded metric format.
 *
 * @param namespace the metrics' namespace
 * @param function the Lambda function's name
 * @param at when it is written
 * @param counts how often, by name
 * @param millis times in milliseconds, by name; a name without values is left out
 * @param sizes numbers of things, by name; a name without values is left out
 * @see <a href="https://docs.aws.amazon.com/AmazonCloudWatch/latest/monitoring/CloudWatch_Embedded_Metric_Format_Specification.html">
 *     Specification: embedded metric format</a>
 */
public record MetricsLine(
        String namespace,
        String function,
        Instant at,
        Map<String, Integer> counts,
        Map<String, List<Double>> millis,
        Map<String, List<Double>> sizes) {

    private static final JsonFactory JSON = new JsonFactory();
    private static final String DIMENSION = "FunctionName";
    private static final Pattern NAMESPACE = Pattern.compile("(?!AWS/)[A-Za-z0-9][A-Za-z0-9._/#:-]{0,254}");

    /** The namespace {@code KEYSMITH_METRICS_NAMESPACE}; {@code Keysmith} where it is not set. */
    public static String namespace(Settings settings) {
        return settings.text(
                "keysmith.metrics-namespace",
                "Keysmith",
                NAMESPACE,
                "must be 1 to 255 letters, digits and ._/#:-, a letter or digit first, and not begin with AWS/");
    }

    /** The line, for the log as bytes: where a function's log format is JSON, a text would be wrapped, and its metrics not found. */
    public byte[] toBytes() throws IOException {
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
        writeDefinitions(json, millis, "Milliseconds");
        writeDefinitions(json, sizes, "Count");
        json.writeEndArray();
    }

    private static void writeDefinitions(JsonGenerator json, Map<String, List<Double>> values, String unit)
            throws IOException {
        for (Map.Entry<String, List<Double>> metric : values.entrySet()) {
            if (!metric.getValue().isEmpty()) {
                writeDefinition(json, metric.getKey(), unit);
            }
        }
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
        writeValues(json, millis);
        writeValues(json, sizes);
    }

    private static void writeValues(JsonGenerator json, Map<String, List<Double>> values) throws IOException {
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
