package dev.keysmith.core.key;

import dev.keysmith.core.settings.Settings;
import jakarta.inject.Singleton;
import java.time.Duration;
import java.time.Instant;

/** When a key's holder may refresh it: in the last {@code KEYSMITH_REFRESH_WINDOW} (24 hours) before it expires. */
@Singleton
public final class RefreshWindow {

    private final Duration length;

    public RefreshWindow(Settings settings) {
        this.length = settings.duration(
                "keysmith.refresh-window", Duration.ofHours(24), Duration.ofMinutes(1), Duration.ofDays(365));
    }

    /**
     * From when on the key may be refreshed: at the earliest when it was issued, and not before a refresh brings anything. It
     * says nothing for a key that is at its maximum age.
     */
    public Instant opensAt(Validity validity) {
        Duration before = length.compareTo(validity.refreshLifetime()) < 0 ? length : validity.refreshLifetime();
        Instant opensAt = validity.expiresAt().minus(before);
        return opensAt.isBefore(validity.createdAt()) ? validity.createdAt() : opensAt;
    }
}
