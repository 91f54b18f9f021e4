package dev.keysmith.functions.ledger.task;

import com.fasterxml.jackson.core.JacksonException;
import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import java.io.IOException;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.sql.SQLException;
import org.jspecify.annotations.Nullable;

/** A task's line of structured log: its answer, or why it failed. */
public final class TaskLog {

    private static final JsonFactory JSON = new JsonFactory();
    private static final int MAX_CAUSES = 5;

    private TaskLog() {}

    /** A task was done, with this answer. */
    public static String done(String requestId, String answer) {
        return line("INFO", "ledger_task_done", requestId, json -> {
            json.writeFieldName("result");
            json.writeRawValue(answer);
        });
    }

    /** A task failed. */
    public static String failed(String requestId, Exception failure) {
        return line("ERROR", "ledger_task_failed", requestId, json -> {
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

    /** Only our own messages, the AWS SDK's and SQLSTATEs: another library's message may quote what it read. */
    private static String describe(Throwable cause) {
        String type = cause.getClass().getName();
        if (cause instanceof SQLException sql) {
            return type + ": SQLSTATE " + sql.getSQLState();
        }
        boolean mayBeQuoted = !(cause instanceof JacksonException)
                && (type.startsWith("dev.keysmith.") || type.startsWith("software.amazon.awssdk.") || isOurs(cause));
        return mayBeQuoted ? type + ": " + cause.getMessage() : type;
    }

    /** Whether a class of the JDK was thrown by a class of ours. */
    private static boolean isOurs(Throwable cause) {
        StackTraceElement[] frames = cause.getStackTrace();
        return cause instanceof IllegalStateException
                && frames.length > 0
                && frames[0].getClassName().startsWith("dev.keysmith.");
    }

    @FunctionalInterface
    private interface Fields {
        void write(JsonGenerator json) throws IOException;
    }
}
