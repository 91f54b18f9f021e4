package dev.keysmith.core.issuing;

import dev.keysmith.core.access.Roles;
import dev.keysmith.core.credential.Principal;
import dev.keysmith.core.error.ErrorCode;
import dev.keysmith.core.error.FieldError;
import dev.keysmith.core.granting.Grant;
import dev.keysmith.core.granting.GrantPolicy;
import dev.keysmith.core.granting.GrantReader;
import dev.keysmith.core.granting.RequestedGrant;
import dev.keysmith.core.key.ApiKeyMetadata;
import dev.keysmith.core.key.Change;
import dev.keysmith.core.key.ChangeAction;
import dev.keysmith.core.key.IssuedKey;
import dev.keysmith.core.key.KeyHasher;
import dev.keysmith.core.key.KeyRecord;
import dev.keysmith.core.key.KeyRepository;
import dev.keysmith.core.key.OwnKey;
import dev.keysmith.core.key.RepeatableKeyWrites;
import dev.keysmith.core.key.RequestOrigin;
import dev.keysmith.core.key.WriteOutcome;
import dev.keysmith.core.replay.Repeatable;
import dev.keysmith.core.replay.Replays;
import dev.keysmith.core.token.KeyMint;
import jakarta.inject.Singleton;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;

/**
 * Issues keys: two writes, the owner's count and the key; where the request can be repeated, one read more, and the answer is
 * written together with the key.
 */
@Singleton
public final class KeyIssuer {

    private final KeyMint mint;
    private final KeyHasher hasher;
    private final KeyRepository keys;
    private final RepeatableKeyWrites repeatableWrites;
    private final Replays replays;
    private final KeyAllowance allowance;
    private final Roles roles;
    private final InstantSource clock;

    public KeyIssuer(
            KeyMint mint,
            KeyHasher hasher,
            KeyRepository keys,
            RepeatableKeyWrites repeatableWrites,
            Replays replays,
            KeyAllowance allowance,
            Roles roles,
            InstantSource clock) {
        this.mint = mint;
        this.hasher = hasher;
        this.keys = keys;
        this.repeatableWrites = repeatableWrites;
        this.replays = replays;
        this.allowance = allowance;
        this.roles = roles;
        this.clock = clock;
    }

    /** Issues a key on behalf of a principal, or says what is wrong with what it asks for. */
    public IssueResult issue(
            Principal issuer, RequestedGrant asked, RequestOrigin origin, Optional<Repeatable<IssuedKey>> repeatable) {
        return IssueResults.earlier(repeatable, replays).orElseGet(() -> issueNow(issuer, asked, origin, repeatable));
    }

    private IssueResult issueNow(
            Principal issuer, RequestedGrant asked, RequestOrigin origin, Optional<Repeatable<IssuedKey>> repeatable) {
        Instant now = clock.instant();
        GrantReader reader = new GrantReader(asked, now);
        Optional<Grant> read = reader.read(roles, issuer);
        if (read.isEmpty()) {
            return new IssueResult.Refused(ErrorCode.REQUEST_INVALID, reader.errors());
        }
        Grant grant = read.get();
        if (!mint.makes(grant.format())) {
            return new IssueResult.Refused(
                    ErrorCode.REQUEST_INVALID, List.of(new FieldError("/format", "is switched off here")));
        }
        List<FieldError> excess = GrantPolicy.excess(issuer, grant, asked.pointers());
        if (!excess.isEmpty()) {
            return new IssueResult.Refused(ErrorCode.GRANT_EXCEEDS_OWN, excess);
        }
        ApiKeyMetadata metadata = NewKeys.metadata(mint.newKeyId(), grant.format(), issuer, grant, asked, now);
        // Key and hash first: without a pepper, or what signs, nothing may be counted.
        OwnKey key = mint.make(metadata);
        KeyRecord record = new KeyRecord(metadata, hasher.hash(key));
        Optional<FieldError> obstacle = allowance.reserve(grant.owner());
        if (obstacle.isPresent()) {
            return new IssueResult.Refused(ErrorCode.CONFLICT, List.of(obstacle.get()));
        }
        Change change = new Change(ChangeAction.ISSUED, now, issuer.actor(), origin);
        IssuedKey issued = new IssuedKey(key, record.metadata());
        WriteOutcome outcome = repeatable
                .map(again -> repeatableWrites.insert(record, change, replays.seal(again, issued)))
                .orElseGet(() -> keys.insert(record, change));
        return switch (outcome) {
            case WRITTEN -> new IssueResult.Issued(issued);
            case CONFLICT -> throw new IllegalStateException("another key has this key id");
            case ALREADY_ANSWERED ->
                IssueResults.earlier(repeatable, replays).orElseGet(() -> new IssueResult.Refused(ErrorCode.CONFLICT));
        };
    }
}
