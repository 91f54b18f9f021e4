package dev.keysmith.core.access;

import java.util.Optional;
import java.util.regex.Pattern;

/**
 * A scope: {@code resource:action}, {@code resource:*}, or {@code *} for everything within one's owner.
 *
 * @param value its text; valid
 */
public record Scope(String value) implements Comparable<Scope> {

    // First: the constants below are checked against it.
    private static final String NAME = "[a-z][a-z0-9_-]{0,31}";
    private static final Pattern FORM = Pattern.compile("\\*|" + NAME + ":(?:\\*|" + NAME + ")");

    /** Everything within one's owner. */
    public static final Scope ALL = new Scope("*");

    /** Crosses owners. Nothing but itself implies it. */
    public static final Scope OWNERS_ANY = new Scope("owners:any");

    public Scope {
        if (!FORM.matcher(value).matches()) {
            throw new IllegalArgumentException("not a scope");
        }
    }

    /** The scope of this text, or empty where it has another form. */
    public static Optional<Scope> parse(String text) {
        return FORM.matcher(text).matches() ? Optional.of(new Scope(text)) : Optional.empty();
    }

    /** Whether a holder of this scope holds the other one too. */
    public boolean implies(Scope other) {
        // By their texts: the equals of a record is linked at run time, which a cold authorizer can do without.
        if (value.equals(other.value)) {
            return true;
        }
        if (other.value.equals(OWNERS_ANY.value)) {
            return false;
        }
        return value.equals(ALL.value)
                || (value.endsWith(":*") && other.value.startsWith(value.substring(0, value.length() - 1)));
    }

    @Override
    public int compareTo(Scope other) {
        return value.compareTo(other.value);
    }

    @Override
    public String toString() {
        return value;
    }
}
