package dev.keysmith.core.rotating;

import dev.keysmith.core.error.ErrorCode;
import dev.keysmith.core.issuing.IssueResult;
import dev.keysmith.core.issuing.IssueResults;
import dev.keysmith.core.key.ApiKeyMetadata;
import dev.keysmith.core.key.Change;
import dev.keysmith.core.key.IssuedKey;
import dev.keysmith.core.key.KeyHasher;
import dev.keysmith.core.key.KeyRecord;
import dev.keysmith.core.key.KeyRepository;
import dev.keysmith.core.key.OwnKey;
import dev.keysmith.core.key.RepeatableKeyWrites;
import dev.keysmith.core.key.WriteOutcome;
import dev.keysmith.core.replay.Repeatable;
import dev.keysmith.core.replay.Replays;
import dev.keysmith.core.token.KeyMint;
import jakarta.inject.Singleton;
import java.util.Optional;

/** Puts a key's next secret in the place of its present one: one write, with the answer to it where the request can be repeated. */
@Singleton
public final class SecretReplacer {

    private final KeyMint mint;
    private final KeyHasher hasher;
    private final KeyRepository keys;
    private final RepeatableKeyWrites repeatableWrites;
    private final Replays replays;

    public SecretReplacer(
            KeyMint mint, KeyHasher hasher, KeyRepository keys, RepeatableKeyWrites repeatableWrites, Replays replays) {
        this.mint = mint;
        this.hasher = hasher;
        this.keys = keys;
        this.repeatableWrites = repeatableWrites;
        this.replays = replays;
    }

    /** What was answered to this request before; empty where nothing was, or it cannot be repeated. */
    public Optional<IssueResult> earlier(Optional<Repeatable<IssuedKey>> repeatable) {
        return IssueResults.earlier(repeatable, replays);
    }

    /**
     * Makes the secret of the key's next version, and writes both.
     *
     * @return the key with its secret, or what {@link #refused} says where the key was changed meanwhile
     */
    public IssueResult replace(
            KeyRecord before, ApiKeyMetadata after, Change change, Optional<Repeatable<IssuedKey>> repeatable) {
        OwnKey key = mint.make(after);
        KeyRecord next = before.rotated(after, hasher.hash(key));
        IssuedKey issued = new IssuedKey(key, after);
        WriteOutcome outcome = repeatable
                .map(again -> repeatableWrites.replace(next, change, replays.seal(again, issued)))
                .orElseGet(() -> keys.replace(next, change));
        return switch (outcome) {
            case WRITTEN -> new IssueResult.Issued(issued);
            case CONFLICT, ALREADY_ANSWERED -> refused(repeatable);
        };
    }

    /** The key was changed meanwhile: perhaps by this very request, sent before and answered by now; else it is a conflict. */
    public IssueResult refused(Optional<Repeatable<IssuedKey>> repeatable) {
        return earlier(repeatable).orElseGet(() -> new IssueResult.Refused(ErrorCode.CONFLICT));
    }
}
