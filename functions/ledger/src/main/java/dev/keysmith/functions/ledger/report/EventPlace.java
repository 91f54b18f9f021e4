package dev.keysmith.functions.ledger.report;

import java.time.Instant;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A place in the order of events, as a cursor holds it. It names no owner: whoever presents it gets the events that it may see from
 * there on, and nothing else.
 *
 * @param at when the event at this place happened
 * @param keyId its key
 * @param createdAt when that key was made
 * @param epoch its epoch
 * @param version its version
 * @param step its step
 */
record EventPlace(Instant at, String keyId, Instant createdAt, int epoch, long version, int step) {

    /** Later than any event. */
    static final EventPlace END = before(Instant.parse("9999-12-31T23:59:59Z"));

    private static final Pattern FORM = Pattern.compile(
            "([0-9]{1,18})\\.([0-9A-Za-z]{16})\\.([0-9]{1,18})\\.([0-9]{1,9})\\.([0-9]{1,18})\\.([0-9])");

    /** The place that only earlier events stand before. No key has the empty id. */
    static EventPlace before(Instant time) {
        return new EventPlace(time, "", time, 0, 0, 0);
    }

    /** The place of an event. */
    static EventPlace of(ReportedEvent event) {
        return new EventPlace(
                event.at(), event.keyId(), event.createdAt(), event.epoch(), event.version(), event.step());
    }

    /** The place of a cursor's text, or empty where it has another form. */
    static Optional<EventPlace> parse(String text) {
        Matcher parts = FORM.matcher(text);
        if (!parts.matches()) {
            return Optional.empty();
        }
        return Micros.parse(parts.group(1))
                .flatMap(at -> Micros.parse(parts.group(3))
                        .map(createdAt -> new EventPlace(
                                at,
                                parts.group(2),
                                createdAt,
                                Integer.parseInt(parts.group(4)),
                                Long.parseLong(parts.group(5)),
                                Integer.parseInt(parts.group(6)))));
    }

    /** The place as a cursor's text; its times are microseconds since 1970. */
    String toText() {
        return "%d.%s.%d.%d.%d.%d".formatted(Micros.of(at), keyId, Micros.of(createdAt), epoch, version, step);
    }
}
