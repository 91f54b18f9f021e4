package dev.keysmith.core.issuing;

import dev.keysmith.core.access.Roles;
import dev.keysmith.core.credential.Principal;
import dev.keysmith.core.error.ErrorCode;
import dev.keysmith.core.error.FieldError;
import dev.keysmith.core.granting.Grant;
import dev.keysmith.core.granting.GrantPolicy;
import dev.keysmith.core.granting.GrantReader;
import dev.keysmith.core.granting.RequestedGrant;
import dev.keysmith.core.key.ApiKey;
import dev.keysmith.core.key.ApiKeyFormat;
import dev.keysmith.core.key.Change;
import dev.keysmith.core.key.ChangeAction;
import dev.keysmith.core.key.IssuedKey;
import dev.keysmith.core.key.KeyFormat;
import dev.keysmith.core.key.KeyHasher;
import dev.keysmith.core.key.KeyRecord;
import dev.keysmith.core.key.KeyRepository;
import dev.keysmith.core.key.RepeatableKeyWrites;
import dev.keysmith.core.key.RequestOrigin;
import dev.keysmith.core.key.WriteOutcome;
import dev.keysmith.core.replay.Repeatable;
import dev.keysmith.core.replay.Replays;
import jakarta.inject.Singleton;
import java.security.SecureRandom;
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

    private final ApiKeyFormat format;
    private final KeyHasher hasher;
    private final KeyRepository keys;
    private final RepeatableKeyWrites repeatableWrites;
    private final Replays replays;
    private final KeyAllowance allowance;
    private final Roles roles;
    private final InstantSource clock;
    private final SecureRandom random;

    public KeyIssuer(
            ApiKeyFormat format,
            KeyHasher hasher,
            KeyRepository keys,
            RepeatableKeyWrites repeatableWrites,
            Replays replays,
            KeyAllowance allowance,
            Roles roles,
            InstantSource clock,
            SecureRandom random) {
        this.format = format;
        this.hasher = hasher;
        this.keys = keys;
        this.repeatableWrites = repeatableWrites;
        this.replays = replays;
        this.allowance = allowance;
        this.roles = roles;
        this.clock = clock;
        this.random = random;
    }

    /** Issues a key on behalf of a principal, or says what is wrong with what it asks for. */
    public IssueResult issue(
            Principal issuer, RequestedGrant asked, RequestOrigin origin, Optional<Repeatable<IssuedKey>> repeatable) {
        return repeatable
                .map(Repeatable::request)
                .flatMap(request -> IssueResults.earlier(replays.recall(request)))
                .orElseGet(() -> issueNow(issuer, asked, origin, repeatable));
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
        List<FieldError> excess = GrantPolicy.excess(issuer, grant, asked.pointers());
        if (!excess.isEmpty()) {
            return new IssueResult.Refused(ErrorCode.GRANT_EXCEEDS_OWN, excess);
        }
        ApiKey key = format.generate(grant.environment(), random);
        // The hash first: without a pepper nothing may be counted.
        KeyRecord record = new KeyRecord(
                NewKeys.metadata(key.keyId(), KeyFormat.OPAQUE, issuer, grant, asked, now), hasher.hash(key));
        Optional<FieldError> obstacle = allowance.reserve(grant.owner());
        if (obstacle.isPresent()) {
            return new IssueResult.Refused(ErrorCode.CONFLICT, List.of(obstacle.get()));
        }
        Change change = new Change(ChangeAction.ISSUED, now, issuer.keyId().value(), origin);
        IssuedKey issued = new IssuedKey(key, record.metadata());
        WriteOutcome outcome = repeatable
                .map(again -> repeatableWrites.insert(
                        record,
                        change,
                        replays.seal(again.request(), again.encoder().apply(issued))))
                .orElseGet(() -> keys.insert(record, change));
        return switch (outcome) {
            case WRITTEN -> new IssueResult.Issued(issued);
            case CONFLICT -> throw new IllegalStateException("another key has this key id");
            case ALREADY_ANSWERED ->
                IssueResults.earlier(replays.recall(repeatable.orElseThrow().request()))
                        .orElseGet(() -> new IssueResult.Refused(ErrorCode.CONFLICT));
        };
    }
}
