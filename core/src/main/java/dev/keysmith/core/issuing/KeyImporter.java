package dev.keysmith.core.issuing;

import dev.keysmith.core.access.Roles;
import dev.keysmith.core.credential.Principal;
import dev.keysmith.core.error.ErrorCode;
import dev.keysmith.core.error.FieldError;
import dev.keysmith.core.granting.Grant;
import dev.keysmith.core.granting.GrantPolicy;
import dev.keysmith.core.granting.GrantReader;
import dev.keysmith.core.granting.RequestedGrant;
import dev.keysmith.core.key.Change;
import dev.keysmith.core.key.ChangeAction;
import dev.keysmith.core.key.ImportPatterns;
import dev.keysmith.core.key.ImportedKey;
import dev.keysmith.core.key.KeyDigest;
import dev.keysmith.core.key.KeyFormat;
import dev.keysmith.core.key.KeyHasher;
import dev.keysmith.core.key.KeyRecord;
import dev.keysmith.core.key.KeyRepository;
import dev.keysmith.core.key.RequestOrigin;
import jakarta.inject.Singleton;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;

/** Takes keys of other systems, known by their SHA-256: two writes each, the owner's count and the key. */
@Singleton
public final class KeyImporter {

    private final ImportPatterns patterns;
    private final KeyHasher hasher;
    private final KeyRepository keys;
    private final KeyAllowance allowance;
    private final Roles roles;
    private final InstantSource clock;

    public KeyImporter(
            ImportPatterns patterns,
            KeyHasher hasher,
            KeyRepository keys,
            KeyAllowance allowance,
            Roles roles,
            InstantSource clock) {
        this.patterns = patterns;
        this.hasher = hasher;
        this.keys = keys;
        this.allowance = allowance;
        this.roles = roles;
        this.clock = clock;
    }

    /** Whether this deployment takes imported keys. */
    public boolean isOn() {
        return patterns.areOn();
    }

    /**
     * Takes one key on behalf of a principal. Nothing of the answer tells whether the key is known to another owner or to the
     * principal's own.
     *
     * @param sha256 the key's SHA-256, 64 hexadecimal digits
     */
    public ImportResult importKey(Principal issuer, String sha256, RequestedGrant asked, RequestOrigin origin) {
        Instant now = clock.instant();
        Optional<KeyDigest> digest = KeyDigest.parse(sha256);
        if (digest.isEmpty()) {
            return refused(
                    ErrorCode.REQUEST_INVALID,
                    List.of(new FieldError("/sha256", "must be a SHA-256 in 64 hexadecimal digits")));
        }
        GrantReader reader = new GrantReader(asked, now);
        Optional<Grant> read = reader.read(roles, issuer);
        if (read.isEmpty()) {
            return refused(ErrorCode.REQUEST_INVALID, reader.errors());
        }
        Grant grant = read.get();
        List<FieldError> excess = GrantPolicy.excess(issuer, grant, asked.pointers());
        if (!excess.isEmpty()) {
            return refused(ErrorCode.GRANT_EXCEEDS_OWN, excess);
        }
        ImportedKey key = hasher.imported(digest.get());
        KeyRecord record = new KeyRecord(
                NewKeys.metadata(key.keyId(), KeyFormat.IMPORTED, issuer, grant, asked, now), hasher.hash(key));
        Optional<FieldError> obstacle = allowance.reserve(grant.owner());
        if (obstacle.isPresent()) {
            return refused(ErrorCode.CONFLICT, List.of(obstacle.get()));
        }
        Change change = new Change(ChangeAction.IMPORTED, now, issuer.actor(), origin);
        return switch (keys.insert(record, change)) {
            case WRITTEN -> new ImportResult.Imported(key.keyId());
            case CONFLICT, ALREADY_ANSWERED -> refused(ErrorCode.CONFLICT, List.of());
        };
    }

    private static ImportResult refused(ErrorCode code, List<FieldError> errors) {
        return new ImportResult.Refused(code, errors);
    }
}
