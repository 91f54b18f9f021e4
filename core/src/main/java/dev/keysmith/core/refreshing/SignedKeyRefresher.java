package dev.keysmith.core.refreshing;

import dev.keysmith.core.credential.Principal;
import dev.keysmith.core.key.ApiKeyMetadata;
import dev.keysmith.core.key.Change;
import dev.keysmith.core.key.ChangeAction;
import dev.keysmith.core.key.IssuedKey;
import dev.keysmith.core.key.KeyFormat;
import dev.keysmith.core.key.KeyRecord;
import dev.keysmith.core.key.KeyRepository;
import dev.keysmith.core.key.RefreshWindow;
import dev.keysmith.core.key.RequestOrigin;
import dev.keysmith.core.key.Rotation;
import dev.keysmith.core.replay.Repeatable;
import dev.keysmith.core.rotating.KeyRotator;
import dev.keysmith.core.rotating.SecretReplacer;
import jakarta.inject.Singleton;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Optional;

/**
 * Refreshes keys in JWT form: one read and one write. Such a key says itself when it expires, so that its holder gets a new one; the
 * old one works until the default grace is over or it expires.
 */
@Singleton
public final class SignedKeyRefresher {

    private final SecretReplacer replacer;
    private final KeyRepository keys;
    private final RefreshWindow window;
    private final InstantSource clock;

    public SignedKeyRefresher(SecretReplacer replacer, KeyRepository keys, RefreshWindow window, InstantSource clock) {
        this.replacer = replacer;
        this.keys = keys;
        this.window = window;
        this.clock = clock;
    }

    /** Refreshes the calling key. Only its newest secret can: who found an old one must not get the key's next. */
    RefreshResult refresh(Principal holder, RequestOrigin origin, Optional<Repeatable<IssuedKey>> repeatable) {
        return earlier(repeatable).orElseGet(() -> refreshNow(holder, origin, repeatable));
    }

    private RefreshResult refreshNow(
            Principal holder, RequestOrigin origin, Optional<Repeatable<IssuedKey>> repeatable) {
        Instant now = clock.instant();
        Optional<KeyRecord> found =
                keys.find(holder.keyId()).filter(record -> record.metadata().isGoodAt(now));
        if (found.isEmpty()) {
            return new RefreshResult.NoLongerGood();
        }
        ApiKeyMetadata before = found.get().metadata();
        Optional<RefreshResult> obstacle = RefreshObstacle.find(before.validity(), window, now);
        if (obstacle.isPresent()) {
            // Perhaps this very request, sent before, put the expiry off since we looked for its answer.
            return earlier(repeatable).orElseGet(obstacle::get);
        }
        if (holder.generation() != before.generation() || before.format() != KeyFormat.JWT) {
            return new RefreshResult.Renewed(replacer.refused(repeatable));
        }
        ApiKeyMetadata after = before.renewed(
                before.validity().withExpiresAt(before.validity().expiryAfterRefresh(now)),
                new Rotation(now, now.plus(KeyRotator.DEFAULT_GRACE)));
        Change change = new Change(ChangeAction.REFRESHED, now, holder.actor(), origin);
        return new RefreshResult.Renewed(replacer.replace(found.get(), after, change, repeatable));
    }

    private Optional<RefreshResult> earlier(Optional<Repeatable<IssuedKey>> repeatable) {
        return replacer.earlier(repeatable).map(RefreshResult.Renewed::new);
    }
}
