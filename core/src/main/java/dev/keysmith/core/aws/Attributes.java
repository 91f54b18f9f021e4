package dev.keysmith.core.aws;

import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import software.amazon.awssdk.core.SdkBytes;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;

/**
 * Values in items: instants are epoch milliseconds, durations milliseconds. What reads throws {@link IllegalArgumentException}
 * for what is missing or of another form.
 */
public final class Attributes {

    private Attributes() {}

    public static AttributeValue text(String value) {
        return AttributeValue.fromS(value);
    }

    public static AttributeValue number(long value) {
        return AttributeValue.fromN(Long.toString(value));
    }

    public static AttributeValue time(Instant value) {
        return number(value.toEpochMilli());
    }

    public static AttributeValue duration(Duration value) {
        return number(value.toMillis());
    }

    /** A time for DynamoDB's TTL: epoch seconds. */
    public static AttributeValue ttl(Instant value) {
        return number(value.getEpochSecond());
    }

    public static AttributeValue bytes(byte[] value) {
        return AttributeValue.fromB(SdkBytes.fromByteArray(value));
    }

    public static AttributeValue required(Map<String, AttributeValue> item, String name) {
        return find(item, name).orElseThrow(() -> new IllegalArgumentException("no attribute " + name));
    }

    public static Optional<AttributeValue> find(Map<String, AttributeValue> item, String name) {
        return Optional.ofNullable(item.get(name));
    }

    public static String readText(Map<String, AttributeValue> item, String name) {
        return required(item, name).s();
    }

    public static long readNumber(Map<String, AttributeValue> item, String name) {
        return Long.parseLong(required(item, name).n());
    }

    public static Instant readTime(Map<String, AttributeValue> item, String name) {
        return Instant.ofEpochMilli(readNumber(item, name));
    }

    public static Duration readDuration(Map<String, AttributeValue> item, String name) {
        return Duration.ofMillis(readNumber(item, name));
    }

    public static byte[] readBytes(Map<String, AttributeValue> item, String name) {
        return required(item, name).b().asByteArray();
    }
}
