package dev.keysmith.core.key;

import java.time.Instant;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A place in the order of keys, as a cursor holds it. It names no owner: whoever presents it gets the keys of its own owner
 * from there on, and nothing else.
 *
 * @param createdAt when the key at this place was issued
 * @param keyId the key at this place
 */
public record KeyPosition(Instant createdAt, KeyId keyId) {

    private static final Pattern FORM = Pattern.compile("([0-9]{1,15})\\.([0-9A-Za-z]{16})");

    /** The position as a cursor's text: {@code <epoch milliseconds>.<key id>}. */
    public String toText() {
        return createdAt.toEpochMilli() + "." + keyId;
    }

    /** The position of a cursor's text, or empty where it has another form. */
    public static Optional<KeyPosition> parse(String text) {
        Matcher parts = FORM.matcher(text);
        return parts.matches()
                ? Optional.of(new KeyPosition(
                        Instant.ofEpochMilli(Long.parseLong(parts.group(1))), new KeyId(parts.group(2))))
                : Optional.empty();
    }
}
