package dev.keysmith.core.access;

import java.util.Locale;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * The name of a role, normalised: {@code Node-Operator} is {@code node_operator}.
 *
 * @param value the normalised name: lower-case letters, digits and {@code _}, 1 to 32 characters
 */
public record RoleName(String value) {

    private static final Pattern FORM = Pattern.compile("[a-z][a-z0-9_]{0,31}");

    public RoleName {
        if (!FORM.matcher(value).matches()) {
            throw new IllegalArgumentException("not a normalised role name");
        }
    }

    /** The role's name, normalised, or empty where it cannot be one. */
    public static Optional<RoleName> parse(String text) {
        String normalised =
                text.strip().toLowerCase(Locale.ROOT).replace('-', '_').replace(' ', '_');
        return FORM.matcher(normalised).matches() ? Optional.of(new RoleName(normalised)) : Optional.empty();
    }

    @Override
    public String toString() {
        return value;
    }
}
