package dev.keysmith.core.access;

import java.util.Optional;
import java.util.regex.Pattern;

/**
 * An owner of keys: a tenant.
 *
 * @param value 1 to 64 characters: letters, digits, {@code . _ -}; it begins with a letter or digit
 */
public record Owner(String value) {

    // First: the constant below is checked against it.
    private static final Pattern FORM = Pattern.compile("[A-Za-z0-9][A-Za-z0-9._-]{0,63}");

    /** The owner of a deployment's first key. */
    public static final Owner ROOT = new Owner("root");

    public Owner {
        if (!FORM.matcher(value).matches()) {
            throw new IllegalArgumentException("not an owner");
        }
    }

    /** The owner of this name, or empty where it has another form. */
    public static Optional<Owner> parse(String text) {
        return FORM.matcher(text).matches() ? Optional.of(new Owner(text)) : Optional.empty();
    }

    @Override
    public String toString() {
        return value;
    }
}
