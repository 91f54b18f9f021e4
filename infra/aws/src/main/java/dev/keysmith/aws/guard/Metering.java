package dev.keysmith.aws.guard;

import java.util.Locale;

/** How use is counted and limited: {@code KEYSMITH_METERING}. */
public enum Metering {
    /** One write takes several requests, which an instance then admits by itself for a short time. */
    LEASED,
    /** Each request is a write. */
    STRICT,
    /** Nothing is counted, and no rate or quota holds. */
    OFF;

    String value() {
        return name().toLowerCase(Locale.ROOT);
    }
}
