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

    /** From when on the key may be refreshed; at the earliest when it was issued. */
    public Instant opensAt(ApiKeyMetadata key) {
        Instant opensAt = key.expiresAt().minus(length);
        return opensAt.isBefore(key.createdAt()) ? key.createdAt() : opensAt;
    }
}
