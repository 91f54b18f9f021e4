package dev.keysmith.functions.api.key;

import dev.keysmith.core.access.Limits;
import dev.keysmith.core.key.ApiKeyMetadata;
import dev.keysmith.core.key.KeyId;
import dev.keysmith.core.key.KeyStatus;
import dev.keysmith.core.key.RefreshWindow;
import dev.keysmith.core.key.Rotation;
import jakarta.inject.Singleton;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Makes the wire's view of a key. */
@Singleton
public final class KeyViews {

    private final RefreshWindow refreshWindow;
    private final InstantSource clock;

    KeyViews(RefreshWindow refreshWindow, InstantSource clock) {
        this.refreshWindow = refreshWindow;
        this.clock = clock;
    }

    public KeyView view(ApiKeyMetadata key) {
        Optional<KeyStatus.Revoked> revoked =
                key.status() instanceof KeyStatus.Revoked revocation ? Optional.of(revocation) : Optional.empty();
        return new KeyView(
                key.keyId().value(),
                key.name(),
                key.owner().value(),
                key.role().value(),
                key.scopes().texts(),
                key.environment().wireName(),
                key.format().wireName(),
                status(key),
                key.expiresAt(),
                key.validity().maxExpiresAt(),
                key.validity().isRefreshable() ? refreshWindow.opensAt(key.validity()) : null,
                graceEndsAt(key),
                key.limits().rate().map(RateLimitView::of).orElse(null),
                quota(key.limits()),
                key.networks().texts(),
                key.metadata(),
                key.createdAt(),
                key.issuedBy().map(KeyId::value).orElse(null),
                revoked.map(KeyStatus.Revoked::at).orElse(null),
                revoked.map(KeyStatus.Revoked::by).orElse(null),
                revoked.flatMap(KeyStatus.Revoked::reason).orElse(null));
    }

    /** The wire's quota: null where there is no limit. */
    public static @Nullable Long quota(Limits limits) {
        return limits.quota().isPresent() ? limits.quota().getAsLong() : null;
    }

    private @Nullable Instant graceEndsAt(ApiKeyMetadata key) {
        return key.lastRotation()
                .map(Rotation::graceEndsAt)
                .filter(end -> key.isGoodAt(clock.instant()) && clock.instant().isBefore(end))
                .orElse(null);
    }

    private String status(ApiKeyMetadata key) {
        return switch (key.status()) {
            case KeyStatus.Revoked _ -> "revoked";
            case KeyStatus.Active() -> clock.instant().isBefore(key.expiresAt()) ? "active" : "expired";
        };
    }
}
