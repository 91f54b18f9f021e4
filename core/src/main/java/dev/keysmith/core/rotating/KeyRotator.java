package dev.keysmith.core.rotating;

import dev.keysmith.core.access.Roles;
import dev.keysmith.core.credential.Principal;
import dev.keysmith.core.error.ErrorCode;
import dev.keysmith.core.granting.Grant;
import dev.keysmith.core.granting.GrantPointers;
import dev.keysmith.core.granting.GrantPolicy;
import dev.keysmith.core.issuing.IssueResult;
import dev.keysmith.core.key.ApiKeyMetadata;
import dev.keysmith.core.key.Change;
import dev.keysmith.core.key.ChangeAction;
import dev.keysmith.core.key.KeyFormat;
import dev.keysmith.core.key.KeyId;
import dev.keysmith.core.key.KeyRecord;
import dev.keysmith.core.key.KeyRepository;
import dev.keysmith.core.key.RequestOrigin;
import dev.keysmith.core.key.Rotation;
import dev.keysmith.core.token.KeyMint;
import jakarta.inject.Singleton;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Optional;

/**
 * Gives a key a new secret: one read and one write. The key stays the same in all else; its previous secret works until the
 * grace ends, and one that is older than that ends at once. A token rotates nothing.
 */
@Singleton
public final class KeyRotator {

    public static final Duration DEFAULT_GRACE = Duration.ofHours(24);
    public static final Duration LONGEST_GRACE = Duration.ofDays(7);

    private final KeyMint mint;
    private final SecretReplacer replacer;
    private final KeyRepository keys;
    private final Roles roles;
    private final InstantSource clock;

    public KeyRotator(KeyMint mint, SecretReplacer replacer, KeyRepository keys, Roles roles, InstantSource clock) {
        this.mint = mint;
        this.replacer = replacer;
        this.keys = keys;
        this.roles = roles;
        this.clock = clock;
    }

    /**
     * Gives a key its next secret. Who learns it can do what the key can, so only the key itself, or who could have issued it,
     * may ask for that.
     */
    public IssueResult rotate(Principal rotator, RotateKeyCommand command, RequestOrigin origin) {
        return replacer.earlier(command.repeatable()).orElseGet(() -> rotateNow(rotator, command, origin));
    }

    private IssueResult rotateNow(Principal rotator, RotateKeyCommand command, RequestOrigin origin) {
        if (rotator.isToken()) {
            return new IssueResult.Refused(ErrorCode.SCOPE_INSUFFICIENT);
        }
        Instant now = clock.instant();
        Optional<KeyRecord> found = find(rotator, command.keyId());
        if (found.isEmpty()) {
            return new IssueResult.Refused(ErrorCode.NOT_FOUND);
        }
        ApiKeyMetadata before = found.get().metadata();
        if (!rotator.keyId().equals(before.keyId())
                && !GrantPolicy.excess(rotator, Grant.of(before, roles), GrantPointers.NONE)
                        .isEmpty()) {
            return new IssueResult.Refused(ErrorCode.GRANT_EXCEEDS_OWN);
        }
        if (!before.isGoodAt(now) || wasRotatedMeanwhile(before, command.receivedAt())) {
            return replacer.refused(command.repeatable());
        }
        KeyFormat format = mint.makes(before.format()) ? before.format() : KeyFormat.OPAQUE;
        ApiKeyMetadata after = before.rotated(format, new Rotation(now, now.plus(command.grace())));
        Change change = new Change(ChangeAction.ROTATED, now, rotator.actor(), origin);
        return replacer.replace(found.get(), after, change, command.repeatable());
    }

    /**
     * Ends the grace of a key's previous secret: one read, and one write where there is something to end.
     *
     * @return {@link ErrorCode#NOT_FOUND} where there is no key that the principal may see, {@link ErrorCode#CONFLICT} where it
     *     was changed meanwhile
     */
    public FinishResult finish(Principal principal, String keyId, RequestOrigin origin) {
        if (principal.isToken()) {
            return new FinishResult.Refused(ErrorCode.SCOPE_INSUFFICIENT);
        }
        Instant now = clock.instant();
        Optional<KeyRecord> found = find(principal, keyId);
        if (found.isEmpty()) {
            return new FinishResult.Refused(ErrorCode.NOT_FOUND);
        }
        ApiKeyMetadata before = found.get().metadata();
        if (!before.isGoodAt(now) || !found.get().isInGraceAt(now)) {
            return new FinishResult.Finished(before);
        }
        Rotation ended = new Rotation(before.lastRotation().orElseThrow().at(), now);
        ApiKeyMetadata after = before.graceEnded(ended);
        Change change = new Change(ChangeAction.GRACE_FINISHED, now, principal.actor(), origin);
        return switch (keys.replace(found.get().with(after), change)) {
            case WRITTEN -> new FinishResult.Finished(after);
            case CONFLICT, ALREADY_ANSWERED -> new FinishResult.Refused(ErrorCode.CONFLICT);
        };
    }

    /** How the end of a grace went. */
    public sealed interface FinishResult {

        /** No previous secret works any more. */
        record Finished(ApiKeyMetadata metadata) implements FinishResult {}

        /** Nothing was changed. */
        record Refused(ErrorCode code) implements FinishResult {}
    }

    private Optional<KeyRecord> find(Principal principal, String keyId) {
        return KeyId.parse(keyId)
                .flatMap(keys::find)
                .filter(record -> principal.mayActFor(record.metadata().owner()));
    }

    /**
     * Whether a rotation ended while this request was already under way. Its caller could not know of it, and a second one would
     * end the secret that the key's holders still use.
     */
    private static boolean wasRotatedMeanwhile(ApiKeyMetadata key, Instant receivedAt) {
        return key.lastRotation()
                .filter(rotation -> !rotation.at().isBefore(receivedAt))
                .isPresent();
    }
}
