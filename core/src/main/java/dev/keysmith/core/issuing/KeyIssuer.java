package dev.keysmith.core.issuing;

import dev.keysmith.core.access.Roles;
import dev.keysmith.core.credential.Principal;
import dev.keysmith.core.error.ErrorCode;
import dev.keysmith.core.error.FieldError;
import dev.keysmith.core.key.ApiKey;
import dev.keysmith.core.key.ApiKeyFormat;
import dev.keysmith.core.key.ApiKeyMetadata;
import dev.keysmith.core.key.Change;
import dev.keysmith.core.key.KeyHasher;
import dev.keysmith.core.key.KeyRecord;
import dev.keysmith.core.key.KeyRepository;
import dev.keysmith.core.key.KeyStatus;
import dev.keysmith.core.key.RequestOrigin;
import dev.keysmith.core.owner.OwnerRepository;
import dev.keysmith.core.settings.Settings;
import jakarta.inject.Singleton;
import java.security.SecureRandom;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;

/**
 * Issues keys: two writes, the owner's count and the key. An owner has at most {@code KEYSMITH_KEYS_PER_OWNER} (10,000) keys.
 */
@Singleton
public final class KeyIssuer {

    private final ApiKeyFormat format;
    private final KeyHasher hasher;
    private final KeyRepository keys;
    private final OwnerRepository owners;
    private final Roles roles;
    private final InstantSource clock;
    private final SecureRandom random;
    private final int keysPerOwner;

    public KeyIssuer(
            ApiKeyFormat format,
            KeyHasher hasher,
            KeyRepository keys,
            OwnerRepository owners,
            Roles roles,
            InstantSource clock,
            SecureRandom random,
            Settings settings) {
        this.format = format;
        this.hasher = hasher;
        this.keys = keys;
        this.owners = owners;
        this.roles = roles;
        this.clock = clock;
        this.random = random;
        this.keysPerOwner = settings.number("keysmith.keys-per-owner", 10_000, 1, 10_000_000);
    }

    /** Issues a key on behalf of a principal, or says what is wrong with what it asks for. */
    public IssueResult issue(Principal issuer, IssueKeyCommand command, RequestOrigin origin) {
        Instant now = clock.instant();
        GrantReader reader = new GrantReader(command, now);
        Optional<Grant> read = reader.read(roles, issuer.owner());
        if (read.isEmpty()) {
            return new IssueResult.Refused(ErrorCode.REQUEST_INVALID, reader.errors());
        }
        Grant grant = read.get();
        List<FieldError> excess = GrantPolicy.excess(issuer, grant, command);
        if (!excess.isEmpty()) {
            return new IssueResult.Refused(ErrorCode.GRANT_EXCEEDS_OWN, excess);
        }
        ApiKey key = format.generate(grant.environment(), random);
        // The hash first: without a pepper nothing may be counted.
        KeyRecord record = new KeyRecord(metadata(key, issuer, grant, command, now), hasher.hash(key));
        if (!owners.reserveKey(grant.owner(), keysPerOwner)) {
            return new IssueResult.Refused(
                    ErrorCode.CONFLICT, List.of(new FieldError("/owner", "has as many keys as an owner may have")));
        }
        keys.insert(record, new Change(now, issuer.keyId().value(), origin));
        return new IssueResult.Issued(key, record.metadata());
    }

    private static ApiKeyMetadata metadata(
            ApiKey key, Principal issuer, Grant grant, IssueKeyCommand command, Instant now) {
        return new ApiKeyMetadata(
                key.keyId(),
                grant.owner(),
                command.name(),
                grant.role().name(),
                grant.scopes(),
                grant.environment(),
                new KeyStatus.Active(),
                grant.rateLimit(),
                command.metadata(),
                Optional.of(issuer.keyId()),
                now,
                now.plus(grant.lifetime()),
                1);
    }
}
