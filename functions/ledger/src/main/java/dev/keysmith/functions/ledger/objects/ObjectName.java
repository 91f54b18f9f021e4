package dev.keysmith.functions.ledger.objects;

import java.util.Optional;
import java.util.regex.Pattern;

/**
 * The name of an object: a folder and a file in it, e.g. {@code checkpoints/20261121120000123.json}. No name leads out of the store.
 *
 * @param value 1 to 64 lower-case letters and {@code -}, a slash, and 1 to 250 letters, digits and {@code . _ -}, no dot first
 */
public record ObjectName(String value) implements Comparable<ObjectName> {

    private static final Pattern FORM = Pattern.compile("[a-z][a-z-]{0,63}/[A-Za-z0-9_-][A-Za-z0-9._-]{0,249}");

    public ObjectName {
        if (!FORM.matcher(value).matches()) {
            throw new IllegalArgumentException("not the name of an object");
        }
    }

    /** The name of this text, or empty where it has another form. */
    public static Optional<ObjectName> parse(String text) {
        return FORM.matcher(text).matches() ? Optional.of(new ObjectName(text)) : Optional.empty();
    }

    /** A file's name in a folder of the store. */
    public static ObjectName in(String folder, String file) {
        return new ObjectName(folder + "/" + file);
    }

    public String folder() {
        return value.substring(0, value.indexOf('/'));
    }

    public String file() {
        return value.substring(value.indexOf('/') + 1);
    }

    @Override
    public int compareTo(ObjectName other) {
        return value.compareTo(other.value);
    }

    @Override
    public String toString() {
        return value;
    }
}
