package dev.keysmith.core.refreshing;

import dev.keysmith.core.credential.Principal;
import dev.keysmith.core.error.ErrorCode;
import dev.keysmith.core.issuing.IssueResult;
import dev.keysmith.core.issuing.IssueResults;
import dev.keysmith.core.key.ApiKeyMetadata;
import dev.keysmith.core.key.Change;
import dev.keysmith.core.key.ChangeAction;
import dev.keysmith.core.key.IssuedKey;
import dev.keysmith.core.key.KeyFormat;
import dev.keysmith.core.key.KeyHasher;
import dev.keysmith.core.key.KeyRecord;
import dev.keysmith.core.key.KeyRepository;
import dev.keysmith.core.key.OwnKey;
import dev.keysmith.core.key.RefreshWindow;
import dev.keysmith.core.key.RepeatableKeyWrites;
import dev.keysmith.core.key.RequestOrigin;
import dev.keysmith.core.key.Rotation;
import dev.keysmith.core.key.WriteOutcome;
import dev.keysmith.core.replay.Repeatable;
import dev.keysmith.core.replay.Replays;
import dev.keysmith.core.rotating.KeyRotator;
import dev.keysmith.core.token.KeyMint;
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

    private final KeyMint mint;
    private final KeyHasher hasher;
    private final KeyRepository keys;
    private final RepeatableKeyWrites repeatableWrites;
    private final Replays replays;
    private final RefreshWindow window;
    private final InstantSource clock;

    public SignedKeyRefresher(
            KeyMint mint,
            KeyHasher hasher,
            KeyRepository keys,
            RepeatableKeyWrites repeatableWrites,
            Replays replays,
            RefreshWindow window,
            InstantSource clock) {
        this.mint = mint;
        this.hasher = hasher;
        this.keys = keys;
        this.repeatableWrites = repeatableWrites;
        this.replays = replays;
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
            return conflict(repeatable);
        }
        ApiKeyMetadata after = before.renewed(
                before.validity().withExpiresAt(before.validity().expiryAfterRefresh(now)),
                new Rotation(now, now.plus(KeyRotator.DEFAULT_GRACE)));
        OwnKey key = mint.make(after);
        KeyRecord next = found.get().rotated(after, hasher.hash(key));
        Change change = new Change(ChangeAction.REFRESHED, now, holder.keyId().value(), origin);
        IssuedKey issued = new IssuedKey(key, after);
        WriteOutcome outcome = repeatable
                .map(again -> repeatableWrites.replace(
                        next,
                        change,
                        replays.seal(again.request(), again.encoder().apply(issued))))
                .orElseGet(() -> keys.replace(next, change));
        return switch (outcome) {
            case WRITTEN -> new RefreshResult.Renewed(new IssueResult.Issued(issued));
            case CONFLICT, ALREADY_ANSWERED -> conflict(repeatable);
        };
    }

    /** The key was changed meanwhile: perhaps by this very request, sent before and answered by now. */
    private RefreshResult conflict(Optional<Repeatable<IssuedKey>> repeatable) {
        return earlier(repeatable)
                .orElseGet(() -> new RefreshResult.Renewed(new IssueResult.Refused(ErrorCode.CONFLICT)));
    }

    private Optional<RefreshResult> earlier(Optional<Repeatable<IssuedKey>> repeatable) {
        return repeatable
                .map(Repeatable::request)
                .flatMap(request -> IssueResults.earlier(replays.recall(request)))
                .map(RefreshResult.Renewed::new);
    }
}
