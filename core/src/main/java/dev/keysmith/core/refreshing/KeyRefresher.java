package dev.keysmith.core.refreshing;

import dev.keysmith.core.credential.Principal;
import dev.keysmith.core.key.ApiKeyMetadata;
import dev.keysmith.core.key.Change;
import dev.keysmith.core.key.ChangeAction;
import dev.keysmith.core.key.KeyRepository;
import dev.keysmith.core.key.KeyRepository.RefreshOutcome;
import dev.keysmith.core.key.RefreshWindow;
import dev.keysmith.core.key.RequestOrigin;
import dev.keysmith.core.key.Validity;
import jakarta.inject.Singleton;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Optional;

/**
 * Lets a holder put off its own key's expiry, by the role's lifetime from now on, up to the maximum age that was set at issue:
 * one write and no read, since the authorizer has told all that is needed. An opaque key keeps its secret.
 */
@Singleton
public final class KeyRefresher {

    private final KeyRepository keys;
    private final RefreshWindow window;
    private final InstantSource clock;

    public KeyRefresher(KeyRepository keys, RefreshWindow window, InstantSource clock) {
        this.keys = keys;
        this.window = window;
        this.clock = clock;
    }

    /** Refreshes the calling key. */
    public RefreshResult refresh(Principal holder, RequestOrigin origin) {
        Instant now = clock.instant();
        Validity seen = holder.validity();
        Optional<RefreshResult> obstacle = obstacle(seen, now);
        if (obstacle.isPresent()) {
            return obstacle.get();
        }
        Change change = new Change(ChangeAction.REFRESHED, now, holder.keyId().value(), origin);
        RefreshOutcome outcome = keys.refresh(holder.keyId(), seen.expiresAt(), seen.expiryAfterRefresh(now), change);
        return switch (outcome) {
            case RefreshOutcome.Refreshed(ApiKeyMetadata metadata) -> new RefreshResult.Refreshed(metadata);
            case RefreshOutcome.Changed(Optional<ApiKeyMetadata> current) -> changed(current, now);
        };
    }

    /** What stands in the way of a refresh now; empty where it would put the expiry off. */
    private Optional<RefreshResult> obstacle(Validity validity, Instant now) {
        if (!now.isBefore(validity.expiresAt())) {
            return Optional.of(new RefreshResult.NoLongerGood());
        }
        if (!validity.isRefreshable()) {
            return Optional.of(new RefreshResult.AtMaximumAge());
        }
        Instant opensAt = window.opensAt(validity);
        return now.isBefore(opensAt) || !validity.expiryAfterRefresh(now).isAfter(validity.expiresAt())
                ? Optional.of(new RefreshResult.TooEarly(opensAt))
                : Optional.empty();
    }

    /** The key was changed since the authorizer let its holder in: it is judged as it is now, and not written again. */
    private RefreshResult changed(Optional<ApiKeyMetadata> current, Instant now) {
        if (current.filter(key -> key.isGoodAt(now)).isEmpty()) {
            return new RefreshResult.NoLongerGood();
        }
        Validity validity = current.get().validity();
        return obstacle(validity, now).orElseGet(() -> new RefreshResult.TooEarly(window.opensAt(validity)));
    }
}
