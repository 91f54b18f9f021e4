package dev.keysmith.functions.ledger.report;

import java.time.Instant;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A place in a report of keys, as a cursor holds it. It names no owner: whoever presents it gets the keys that it may see from there
 * on, and nothing else.
 *
 * @param time the time that the report is ordered by, of the key at this place
 * @param keyId the key at this place
 */
record KeyPlace(Instant time, String keyId) {

    private static final Pattern FORM = Pattern.compile("([0-9]{1,18})\\.([0-9A-Za-z]{16})");

    /** The place that only keys of earlier times stand before. No key has the empty id. */
    static KeyPlace before(Instant time) {
        return new KeyPlace(time, "");
    }

    /** The place of a cursor's text, or empty where it has another form. */
    static Optional<KeyPlace> parse(String text) {
        Matcher parts = FORM.matcher(text);
        return parts.matches()
                ? Micros.parse(parts.group(1)).map(time -> new KeyPlace(time, parts.group(2)))
                : Optional.empty();
    }

    /** The place as a cursor's text; its time is in microseconds since 1970. */
    String toText() {
        return Micros.of(time) + "." + keyId;
    }
}
