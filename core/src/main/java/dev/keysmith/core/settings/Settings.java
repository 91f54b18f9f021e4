package dev.keysmith.core.settings;

import io.micronaut.core.value.PropertyResolver;
import jakarta.inject.Singleton;
import java.time.Duration;
import java.time.format.DateTimeParseException;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * Reads settings by their property name, e.g. {@code keysmith.keys-table}, which the environment variable
 * {@code KEYSMITH_KEYS_TABLE} sets. Every method throws {@link SettingException} for a value that is missing or wrong.
 */
@Singleton
public final class Settings {

    private final PropertyResolver properties;

    public Settings(PropertyResolver properties) {
        this.properties = properties;
    }

    /** A text that must be there and match. */
    public String text(String property, Pattern pattern, String requirement) {
        return matching(property, find(property).orElseThrow(() -> missing(property)), pattern, requirement);
    }

    /** A text that must match, or a default where it is not set. */
    public String text(String property, String byDefault, Pattern pattern, String requirement) {
        return matching(property, find(property).orElse(byDefault), pattern, requirement);
    }

    /** A text of any form that must be there. */
    public String text(String property) {
        return find(property).filter(value -> !value.isBlank()).orElseThrow(() -> missing(property));
    }

    /** A text of any form, or a default where it is not set. */
    public String text(String property, String byDefault) {
        return find(property).orElse(byDefault);
    }

    /** A duration in ISO-8601 form, e.g. {@code PT5M}, within inclusive bounds. */
    public Duration duration(String property, Duration byDefault, Duration least, Duration most) {
        Duration value =
                find(property).map(text -> parseDuration(property, text)).orElse(byDefault);
        if (value.compareTo(least) < 0 || value.compareTo(most) > 0) {
            throw wrong(property, "must be a duration from " + least + " to " + most);
        }
        return value;
    }

    /** A whole number within inclusive bounds. */
    public int number(String property, int byDefault, int least, int most) {
        int value = find(property).map(text -> parseNumber(property, text)).orElse(byDefault);
        if (value < least || value > most) {
            throw wrong(property, "must be a whole number from " + least + " to " + most);
        }
        return value;
    }

    /** Whether Lambda starts this process to take a snapshot of it, as {@code AWS_LAMBDA_INITIALIZATION_TYPE} tells. */
    public boolean areForSnapshot() {
        return "snap-start".equals(text("aws.lambda-initialization-type", ""));
    }

    /** A refusal that names the property's environment variable. */
    public static SettingException wrong(String property, String requirement) {
        return new SettingException(environmentVariable(property), requirement);
    }

    /** The environment variable that sets a property. */
    public static String environmentVariable(String property) {
        return property.toUpperCase(Locale.ROOT).replace('.', '_').replace('-', '_');
    }

    private Optional<String> find(String property) {
        return properties.getProperty(property, String.class);
    }

    private static String matching(String property, String value, Pattern pattern, String requirement) {
        if (!pattern.matcher(value).matches()) {
            throw wrong(property, requirement);
        }
        return value;
    }

    private static Duration parseDuration(String property, String text) {
        try {
            return Duration.parse(text);
        } catch (DateTimeParseException e) {
            throw wrong(property, "must be an ISO-8601 duration such as PT5M");
        }
    }

    private static int parseNumber(String property, String text) {
        try {
            return Integer.parseInt(text);
        } catch (NumberFormatException e) {
            throw wrong(property, "must be a whole number");
        }
    }

    private static SettingException missing(String property) {
        return wrong(property, "must be set");
    }
}
