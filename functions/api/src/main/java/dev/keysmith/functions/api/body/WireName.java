package dev.keysmith.functions.api.body;

import java.util.Locale;
import java.util.regex.Pattern;

/** The names of a record's components as they are on the wire: {@code expiresInDays} is {@code expires_in_days}. */
final class WireName {

    private static final Pattern CAPITAL = Pattern.compile("([A-Z])");

    private WireName() {}

    static String of(String component) {
        return CAPITAL.matcher(component).replaceAll("_$1").toLowerCase(Locale.ROOT);
    }
}
