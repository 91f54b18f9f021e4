package dev.keysmith.core.key;

import dev.keysmith.core.settings.Settings;
import java.time.Duration;

/** How long what belongs to a key is kept when it is no longer good: {@code KEYSMITH_RETENTION}, 30 days where not set. */
public final class Retention {

    private Retention() {}

    public static Duration of(Settings settings) {
        return settings.duration("keysmith.retention", Duration.ofDays(30), Duration.ofDays(1), Duration.ofDays(3650));
    }
}
