package dev.keysmith.authorizer;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import java.io.IOException;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import org.jspecify.annotations.Nullable;

/** A failure as one line of structured log: types and our own messages; never the event, which holds the credential. */
final class FailureLine {

    private static final JsonFactory JSON = new JsonFactory();
    private static final int MAX_CAUSES = 5;

    private FailureLine() {}

    /** A decision that could not be made. */
    static String of(String requestId, Throwable failure) {
        return line("ERROR", "authorizer_failure", requestId, failure);
    }

    /** A rehearsal that could not be finished. */
    static String ofRehearsal(Throwable failure) {
        return line("WARN", "priming_failed", "-", failure);
    }

    private static String line(String level, String event, String requestId, Throwable failure) {
        StringWriter line = new StringWriter();
        try (JsonGenerator json = JSON.createGenerator(line)) {
            json.writeStartObject();
            json.writeStringField("level", level);
            json.writeStringField("event", event);
            json.writeStringField("request_id", requestId);
            json.writeArrayFieldStart("causes");
            @Nullable Throwable cause = failure;
            for (int i = 0; cause != null && i < MAX_CAUSES; i++, cause = cause.getCause()) {
                json.writeString(describe(cause));
            }
            json.writeEndArray();
            json.writeEndObject();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return line.append('\n').toString();
    }

    /** Jackson's messages quote what they could not parse, so a parser's failure is told by its type alone. */
    private static String describe(Throwable cause) {
        String type = cause.getClass().getName();
        return cause instanceof com.fasterxml.jackson.core.JacksonException ? type : type + ": " + cause.getMessage();
    }
}
