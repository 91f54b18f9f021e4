package dev.keysmith.core.replay;

import java.util.Optional;
import java.util.regex.Pattern;

/**
 * What a client names a request by, so that it can repeat it safely ({@code Idempotency-Key}, IETF draft
 * draft-ietf-httpapi-idempotency-key-header).
 *
 * @param value 1 to 255 visible ASCII characters
 */
public record IdempotencyKey(String value) {

    private static final Pattern FORM = Pattern.compile("[\\x21-\\x7e]{1,255}");

    public IdempotencyKey {
        if (!FORM.matcher(value).matches()) {
            throw new IllegalArgumentException("not an idempotency key");
        }
    }

    /** The idempotency key of this text, or empty where it has another form. */
    public static Optional<IdempotencyKey> parse(String text) {
        return FORM.matcher(text).matches() ? Optional.of(new IdempotencyKey(text)) : Optional.empty();
    }

    /** Hidden: it helps to open a sealed answer. */
    @Override
    public String toString() {
        return "IdempotencyKey[…]";
    }
}
