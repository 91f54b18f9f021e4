package dev.keysmith.functions.rotatesecret;

import com.fasterxml.jackson.core.JacksonException;
import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import java.io.IOException;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** A line of structured log: names, ids and our own messages; never what a secret holds. */
final class LogLine {

    private static final JsonFactory JSON = new JsonFactory();
    private static final int MAX_CAUSES = 5;

    private LogLine() {}

    static String done(String requestId, RotationEvent event) {
        return line("INFO", "rotation_step_done", requestId, json -> {
            json.writeStringField("step", event.step().wireName());
            json.writeStringField("secret", event.secretId());
            json.writeStringField("version", event.token());
        });
    }

    static String failed(String requestId, Exception failure) {
        return failed("rotation_step_failed", requestId, failure);
    }

    static String bootstrapDone(String requestId, List<String> made) {
        return line("INFO", "bootstrap_done", requestId, json -> {
            json.writeArrayFieldStart("made");
            for (String name : made) {
                json.writeString(name);
            }
            json.writeEndArray();
        });
    }

    static String bootstrapFailed(String requestId, Exception failure) {
        return failed("bootstrap_failed", requestId, failure);
    }

    private static String failed(String event, String requestId, Exception failure) {
        return line("ERROR", event, requestId, json -> {
            json.writeArrayFieldStart("causes");
            @Nullable Throwable cause = failure;
            for (int i = 0; cause != null && i < MAX_CAUSES; i++, cause = cause.getCause()) {
                json.writeString(describe(cause));
            }
            json.writeEndArray();
        });
    }

    private static String line(String level, String event, String requestId, Fields fields) {
        StringWriter line = new StringWriter();
        try (JsonGenerator json = JSON.createGenerator(line)) {
            json.writeStartObject();
            json.writeStringField("level", level);
            json.writeStringField("event", event);
            json.writeStringField("request_id", requestId);
            fields.write(json);
            json.writeEndObject();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return line.append('\n').toString();
    }

    /** Only our own messages and the AWS SDK's: another library's may quote what it could not read. */
    private static String describe(Throwable cause) {
        String type = cause.getClass().getName();
        boolean mayBeQuoted = !(cause instanceof JacksonException)
                && (type.startsWith("dev.keysmith.") || type.startsWith("software.amazon.awssdk."));
        return mayBeQuoted ? type + ": " + cause.getMessage() : type;
    }

    @FunctionalInterface
    private interface Fields {
        void write(JsonGenerator json) throws IOException;
    }
}
