package dev.keysmith.core.updating;

import dev.keysmith.core.access.Role;
import dev.keysmith.core.access.Roles;
import dev.keysmith.core.access.ScopeSet;
import dev.keysmith.core.credential.Principal;
import dev.keysmith.core.error.ErrorCode;
import dev.keysmith.core.error.FieldError;
import dev.keysmith.core.granting.Grant;
import dev.keysmith.core.granting.GrantPointers;
import dev.keysmith.core.granting.GrantPolicy;
import dev.keysmith.core.key.ApiKeyMetadata;
import dev.keysmith.core.key.Change;
import dev.keysmith.core.key.ChangeAction;
import dev.keysmith.core.key.KeyId;
import dev.keysmith.core.key.KeyRecord;
import dev.keysmith.core.key.KeyRepository;
import dev.keysmith.core.key.KeyStatus;
import dev.keysmith.core.key.RequestOrigin;
import dev.keysmith.core.key.WriteOutcome;
import jakarta.inject.Singleton;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Changes keys: one read and one write. What a key had already is not given by who changes it, unless it had expired; what is
 * added must be the updater's own to give. Where the key is changed by others meanwhile and the caller named no version, it is
 * tried again.
 */
@Singleton
public final class KeyUpdater {

    private static final int ATTEMPTS = 5;

    private final KeyRepository keys;
    private final Roles roles;
    private final InstantSource clock;

    public KeyUpdater(KeyRepository keys, Roles roles, InstantSource clock) {
        this.keys = keys;
        this.roles = roles;
        this.clock = clock;
    }

    /** Changes a key on behalf of a principal, or says what is wrong with what it asks for. */
    public UpdateResult update(
            Principal updater,
            String keyId,
            UpdateKeyCommand command,
            VersionCondition condition,
            RequestOrigin origin) {
        for (int attempt = 1; attempt <= ATTEMPTS; attempt++) {
            Optional<KeyRecord> found = KeyId.parse(keyId)
                    .flatMap(keys::find)
                    .filter(record -> updater.mayActFor(record.metadata().owner()));
            if (found.isEmpty()) {
                return new UpdateResult.Refused(ErrorCode.NOT_FOUND);
            }
            Optional<UpdateResult> result = update(updater, found.get(), command, condition, origin);
            if (result.isPresent()) {
                return result.get();
            }
        }
        return new UpdateResult.Refused(ErrorCode.CONFLICT);
    }

    /** The result, or empty where the key was changed meanwhile. */
    private Optional<UpdateResult> update(
            Principal updater,
            KeyRecord record,
            UpdateKeyCommand command,
            VersionCondition condition,
            RequestOrigin origin) {
        Instant now = clock.instant();
        ApiKeyMetadata before = record.metadata();
        if (!condition.allows(before.version())) {
            return refused(ErrorCode.VERSION_MISMATCH, List.of());
        }
        Optional<Role> role = roles.find(before.role());
        if (before.status() instanceof KeyStatus.Revoked || role.isEmpty()) {
            return refused(ErrorCode.CONFLICT, List.of());
        }
        KeyPatch patch = new KeyPatch(command, before, role.get(), now);
        Optional<ApiKeyMetadata> after = patch.apply();
        if (after.isEmpty()) {
            return refused(ErrorCode.REQUEST_INVALID, patch.errors());
        }
        List<FieldError> excess = excess(updater, before, after.get(), command.pointers(), now);
        if (!excess.isEmpty()) {
            return refused(ErrorCode.GRANT_EXCEEDS_OWN, excess);
        }
        if (after.get().equals(before)) {
            return Optional.of(new UpdateResult.Updated(before));
        }
        Change change = new Change(ChangeAction.UPDATED, now, updater.actor(), origin);
        return keys.replace(record.with(after.get()), change) == WriteOutcome.WRITTEN
                ? Optional.of(new UpdateResult.Updated(after.get()))
                : Optional.empty();
    }

    /** What the change adds and the updater could not give. */
    private List<FieldError> excess(
            Principal updater, ApiKeyMetadata before, ApiKeyMetadata after, GrantPointers pointers, Instant now) {
        if (!before.isGoodAt(now) && after.isGoodAt(now)) {
            // An expired key had nothing any more: who revives it gives it all that it has.
            return GrantPolicy.excess(updater, Grant.of(after, roles), pointers);
        }
        List<FieldError> excess = new ArrayList<>();
        ScopeSet added = after.scopes().notCoveredBy(before.scopes());
        boolean isLonger = after.expiresAt().isAfter(before.expiresAt())
                || after.validity().lifetime().compareTo(before.validity().lifetime()) > 0;
        boolean isFaster = !after.limits().isRateWithin(before.limits());
        boolean hasMoreQuota = !after.limits().isQuotaWithin(before.limits());
        boolean isUsedFromMore = !after.networks().areWithin(before.networks());
        GrantPolicy.scopes(updater, added, pointers).ifPresent(excess::add);
        if (isLonger) {
            GrantPolicy.lifetime(updater, after.validity().lifetime(), pointers).ifPresent(excess::add);
        }
        if (isFaster) {
            GrantPolicy.rate(updater, after.limits()).ifPresent(excess::add);
        }
        if (hasMoreQuota) {
            GrantPolicy.quota(updater, after.limits()).ifPresent(excess::add);
        }
        if (isLonger
                || isFaster
                || hasMoreQuota
                || isUsedFromMore
                || !added.scopes().isEmpty()) {
            GrantPolicy.environment(updater, after.environment()).ifPresent(excess::add);
            // Whatever is added, is added for all of the key's networks.
            GrantPolicy.networks(updater, after.networks()).ifPresent(excess::add);
        }
        return excess;
    }

    private static Optional<UpdateResult> refused(ErrorCode code, List<FieldError> errors) {
        return Optional.of(new UpdateResult.Refused(code, errors));
    }
}
