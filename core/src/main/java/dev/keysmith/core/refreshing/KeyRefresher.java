package dev.keysmith.core.refreshing;

import dev.keysmith.core.credential.Principal;
import dev.keysmith.core.key.ApiKeyMetadata;
import dev.keysmith.core.key.Change;
import dev.keysmith.core.key.ChangeAction;
import dev.keysmith.core.key.IssuedKey;
import dev.keysmith.core.key.KeyRepository;
import dev.keysmith.core.key.KeyRepository.RefreshOutcome;
import dev.keysmith.core.key.RefreshWindow;
import dev.keysmith.core.key.RequestOrigin;
import dev.keysmith.core.key.Validity;
import dev.keysmith.core.replay.Repeatable;
import jakarta.inject.Singleton;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Optional;

/**
 * Lets a holder put off its own key's expiry, by the role's lifetime from now on, up to the maximum age that was set at issue:
 * one write and no read, since the authorizer has told all that is needed. An opaque or imported key keeps its
 * secret; one in JWT form gets a new one by {@link SignedKeyRefresher}.
 */
@Singleton
public final class KeyRefresher {

    private final KeyRepository keys;
    private final SignedKeyRefresher signedKeys;
    private final RefreshWindow window;
    private final InstantSource clock;

    public KeyRefresher(KeyRepository keys, SignedKeyRefresher signedKeys, RefreshWindow window, InstantSource clock) {
        this.keys = keys;
        this.signedKeys = signedKeys;
        this.window = window;
        this.clock = clock;
    }

    /**
     * Refreshes the calling key. A token refreshes nothing.
     *
     * @param repeatable where the caller may repeat the request; it matters only where it gets a new secret
     */
    public RefreshResult refresh(Principal holder, RequestOrigin origin, Optional<Repeatable<IssuedKey>> repeatable) {
        return switch (holder.kind()) {
            case API_KEY, IMPORTED_KEY -> extend(holder, origin);
            case JWT_KEY -> signedKeys.refresh(holder, origin, repeatable);
            case ACCESS_TOKEN -> new RefreshResult.NotByToken();
        };
    }

    private RefreshResult extend(Principal holder, RequestOrigin origin) {
        Instant now = clock.instant();
        Validity seen = holder.validity();
        Optional<RefreshResult> obstacle = RefreshObstacle.find(seen, window, now);
        if (obstacle.isPresent()) {
            return obstacle.get();
        }
        Change change = new Change(ChangeAction.REFRESHED, now, holder.actor(), origin);
        RefreshOutcome outcome = keys.refresh(holder.keyId(), seen.expiresAt(), seen.expiryAfterRefresh(now), change);
        return switch (outcome) {
            case RefreshOutcome.Refreshed(ApiKeyMetadata metadata) -> new RefreshResult.Refreshed(metadata);
            case RefreshOutcome.Changed(Optional<ApiKeyMetadata> current) -> changed(current, now);
        };
    }

    /** The key was changed since the authorizer let its holder in: it is judged as it is now, and not written again. */
    private RefreshResult changed(Optional<ApiKeyMetadata> current, Instant now) {
        if (current.filter(key -> key.isGoodAt(now)).isEmpty()) {
            return new RefreshResult.NoLongerGood();
        }
        Validity validity = current.get().validity();
        return RefreshObstacle.find(validity, window, now)
                .orElseGet(() -> new RefreshResult.TooEarly(window.opensAt(validity)));
    }
}
