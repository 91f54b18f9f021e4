package dev.keysmith.functions.api.logging;

import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.classic.spi.IThrowableProxy;
import ch.qos.logback.classic.spi.StackTraceElementProxy;
import ch.qos.logback.core.encoder.EncoderBase;
import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import org.jspecify.annotations.Nullable;
import org.slf4j.event.KeyValuePair;

/**
 * An event as one line of JSON: {@code at level logger message}, the event's own pairs, and an exception's classes and frames.
 * The message of an exception is written only where its class is ours or the AWS SDK's: another library's may quote its input.
 */
final class JsonLineEncoder extends EncoderBase<ILoggingEvent> {

    /** Below them lies the framework. */
    private static final int MAX_FRAMES = 20;

    private static final byte[] NOTHING = {};
    private static final JsonFactory JSON = new JsonFactory();

    @Override
    public byte[] headerBytes() {
        return NOTHING;
    }

    @Override
    public byte[] footerBytes() {
        return NOTHING;
    }

    @Override
    public byte[] encode(ILoggingEvent event) {
        ByteArrayOutputStream line = new ByteArrayOutputStream();
        try (JsonGenerator json = JSON.createGenerator(line)) {
            json.writeStartObject();
            json.writeStringField("at", event.getInstant().toString());
            json.writeStringField("level", event.getLevel().toString());
            json.writeStringField("logger", event.getLoggerName());
            json.writeStringField("message", event.getFormattedMessage());
            if (event.getKeyValuePairs() != null) {
                for (KeyValuePair pair : event.getKeyValuePairs()) {
                    writePair(json, pair);
                }
            }
            if (event.getThrowableProxy() != null) {
                json.writeArrayFieldStart("exception");
                writeException(json, event.getThrowableProxy());
                json.writeEndArray();
            }
            json.writeEndObject();
            json.writeRaw('\n');
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return line.toByteArray();
    }

    private static void writePair(JsonGenerator json, KeyValuePair pair) throws IOException {
        if (pair.value instanceof Number number) {
            json.writeNumberField(pair.key, number.longValue());
        } else {
            json.writeStringField(pair.key, String.valueOf(pair.value));
        }
    }

    private static void writeException(JsonGenerator json, IThrowableProxy exception) throws IOException {
        for (@Nullable IThrowableProxy cause = exception; cause != null; cause = cause.getCause()) {
            String name = cause.getClassName();
            json.writeString(mayBeQuoted(name) ? name + ": " + cause.getMessage() : name);
            StackTraceElementProxy[] frames = cause.getStackTraceElementProxyArray();
            for (int i = 0; i < Math.min(frames.length, MAX_FRAMES); i++) {
                json.writeString(frames[i].getSTEAsString());
            }
        }
    }

    private static boolean mayBeQuoted(String exceptionClass) {
        return exceptionClass.startsWith("dev.keysmith.") || exceptionClass.startsWith("software.amazon.awssdk.");
    }
}
