package dev.keysmith.core.testing.model;

import dev.keysmith.core.access.Owner;
import dev.keysmith.core.access.Scope;
import dev.keysmith.core.access.ScopeSet;
import dev.keysmith.core.credential.Principal;
import dev.keysmith.core.credential.Verification;
import dev.keysmith.core.error.ErrorCode;
import dev.keysmith.core.issuing.ImportResult;
import dev.keysmith.core.issuing.IssueResult;
import dev.keysmith.core.jwk.JwsAlgorithm;
import dev.keysmith.core.key.ApiKeyMetadata;
import dev.keysmith.core.key.Environment;
import dev.keysmith.core.key.IssuedKey;
import dev.keysmith.core.key.KeyFilter;
import dev.keysmith.core.key.KeyPosition;
import dev.keysmith.core.key.KeyStatus;
import dev.keysmith.core.key.Page;
import dev.keysmith.core.key.RefreshWindow;
import dev.keysmith.core.key.Rotation;
import dev.keysmith.core.minting.MintResult;
import dev.keysmith.core.minting.RequestedToken;
import dev.keysmith.core.refreshing.RefreshResult;
import dev.keysmith.core.replay.IdempotencyKey;
import dev.keysmith.core.replay.Repeatable;
import dev.keysmith.core.replay.RepeatableRequest;
import dev.keysmith.core.revoking.Sweep;
import dev.keysmith.core.revoking.SweepReport;
import dev.keysmith.core.rotating.KeyRotator;
import dev.keysmith.core.rotating.KeyRotator.FinishResult;
import dev.keysmith.core.rotating.RotateKeyCommand;
import dev.keysmith.core.secret.Pepper;
import dev.keysmith.core.secret.VerificationSecret;
import dev.keysmith.core.settings.Settings;
import dev.keysmith.core.testing.Core;
import dev.keysmith.core.testing.TestSigningKey;
import dev.keysmith.core.updating.UpdateResult;
import dev.keysmith.core.updating.VersionCondition;
import io.micronaut.core.value.MapPropertyResolver;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;

/** The core on DynamoDB Local. What the gateway does, credentials and scopes first, is done here. */
final class InProcess implements Deployment {

    /** {@code KEYSMITH_SECRET_MAX_AGE} by default. */
    private static final Duration SECRETS_HELD = Duration.ofMinutes(5);

    private final Core core;
    private final RefreshWindow refreshWindow = new RefreshWindow(new Settings(new MapPropertyResolver(Map.of())));
    /** What was shown with each secret, to be shown again when it is replayed. */
    private final Map<String, Shown> shownWith = new HashMap<>();

    InProcess(Core core) {
        this.core = core;
    }

    @Override
    public Secret firstAdmin() {
        return new Secret("first admin", core.firstAdminKey.issue().reveal());
    }

    @Override
    public Instant now() {
        return core.clock.instant();
    }

    @Override
    public void pass(Duration time) {
        core.clock.advance(time);
        // Nobody asks for the calls that were made.
        core.calls.take();
    }

    /** As the rotation does it: published at once, active when every verifier has seen it; and what nobody needs goes. */
    @Override
    public void rotateSecrets() {
        VerificationSecret before = VerificationSecret.parse(core.secretSource.fetch("verification"));
        VerificationSecret kept = before;
        Instant longActive = now().minus(SECRETS_HELD);
        int inUse = before.activePepper(longActive).map(Pepper::version).orElse(1);
        for (Pepper pepper : before.peppers()) {
            if (pepper.version() < inUse && !core.pepperUsage.isUsed(pepper.version())) {
                kept = kept.withoutPepper(pepper.version());
            }
        }
        Instant activeFrom = now().plus(SECRETS_HELD.multipliedBy(2));
        TestSigningKey key = TestSigningKey.generate(before.newKid(core.random), JwsAlgorithm.ES256);
        core.signer.add(key);
        core.secretSource.put(kept.with(Pepper.random(
                        1
                                + before.peppers().stream()
                                        .mapToInt(Pepper::version)
                                        .max()
                                        .orElseThrow(),
                        activeFrom,
                        core.random))
                .with(key.verificationKey(activeFrom))
                .toText());
    }

    /** As DynamoDB's TTL does it, sooner or later. */
    @Override
    public void purge() {
        core.dynamoDb
                .scanPaginator(scan -> scan.tableName(core.keysTable)
                        .filterExpression("#ttl < :now")
                        .expressionAttributeNames(Map.of("#ttl", "ttl"))
                        .expressionAttributeValues(
                                Map.of(":now", AttributeValue.fromN(Long.toString(now().getEpochSecond()))))
                        .build())
                .items()
                .forEach(item -> core.dynamoDb.deleteItem(
                        delete -> delete.tableName(core.keysTable).key(Map.of("key_id", item.get("key_id")))));
    }

    @Override
    public Verdict verify(Secret secret) {
        return switch (core.verify(secret.text())) {
            case Verification.Refused(ErrorCode code) -> Verdict.refused(code.wireCode());
            case Verification.NotFromHere _ -> Verdict.refused(ErrorCode.NETWORK_NOT_ALLOWED.wireCode());
            case Verification.Verified verified -> {
                Principal who = verified.principal();
                yield Verdict.good(new Verdict.Holder(
                        who.keyId().value(),
                        who.owner().value(),
                        Set.copyOf(who.scopes().texts()),
                        who.environment().wireName(),
                        who.kind().wireName(),
                        who.validity().expiresAt()));
            }
        };
    }

    @Override
    public Answer perform(Operation operation) {
        if (operation instanceof Operation.Present(Secret secret)) {
            core.revoker.revokePresented(secret.text(), Core.origin());
            return new Answer.Done();
        }
        if (!(core.verify(operation.caller().text()) instanceof Verification.Verified verified)) {
            return new Answer.Refused("credential_rejected");
        }
        Principal caller = verified.principal();
        if (operation
                .scope()
                .filter(scope -> !caller.scopes().covers(new Scope(scope)))
                .isPresent()) {
            return new Answer.Refused("scope_insufficient");
        }
        return switch (operation) {
            case Operation.Issue issue ->
                answer(core.issuer.issue(
                        caller,
                        issue.asked(),
                        Core.origin(),
                        repeatable(caller, issue, "issue " + issue.asked(), issue.idempotencyKey())));
            case Operation.Import imports -> importKeys(caller, imports);
            case Operation.Read read -> answer(core.reader.find(caller, read.keyId()));
            case Operation.ListKeys list -> list(caller, list);
            case Operation.Update update -> update(caller, update);
            case Operation.Rotate rotate ->
                answer(core.rotator.rotate(
                        caller,
                        new RotateKeyCommand(
                                rotate.keyId(),
                                rotate.graceSeconds().map(Duration::ofSeconds).orElse(KeyRotator.DEFAULT_GRACE),
                                now(),
                                repeatable(
                                        caller,
                                        rotate,
                                        "rotate " + rotate.keyId() + " " + rotate.graceSeconds(),
                                        rotate.idempotencyKey())),
                        Core.origin()));
            case Operation.Finish finish ->
                switch (core.rotator.finish(caller, finish.keyId(), Core.origin())) {
                    case FinishResult.Finished(ApiKeyMetadata key) -> new Answer.Key(shown(key));
                    case FinishResult.Refused(ErrorCode code) -> refused(code);
                };
            case Operation.Mint mint ->
                switch (core.minter.mint(
                        caller,
                        new RequestedToken(
                                mint.scopes().map(scopes -> String.join(" ", scopes)),
                                mint.seconds(),
                                mint.audience()))) {
                    case MintResult.Minted(String token, Duration lifetime, ScopeSet scope) ->
                        new Answer.Token(token, Set.copyOf(scope.texts()), lifetime);
                    case MintResult.Refused(ErrorCode code, var _) -> refused(code);
                };
            case Operation.Refresh refresh ->
                switch (core.refresher.refresh(
                        caller, Core.origin(), repeatable(caller, refresh, "refresh", refresh.idempotencyKey()))) {
                    case RefreshResult.Refreshed(ApiKeyMetadata key) -> new Answer.Key(shown(key));
                    case RefreshResult.TooEarly(Instant refreshAfter) -> new Answer.TooEarly(refreshAfter);
                    case RefreshResult.Renewed(IssueResult result) -> answer(result);
                    case RefreshResult.NotByToken() -> refused(ErrorCode.SCOPE_INSUFFICIENT);
                    case RefreshResult.AtMaximumAge() -> refused(ErrorCode.CONFLICT);
                    case RefreshResult.NoLongerGood() -> refused(ErrorCode.CREDENTIAL_REJECTED);
                };
            case Operation.Revoke revoke ->
                answer(core.revoker.revoke(caller, revoke.keyId(), revoke.reason(), Core.origin()));
            case Operation.RevokeWithIssued revoke ->
                core.descendantRevoker
                        .revoke(caller, revoke.keyId(), Optional.empty(), sweep(revoke.continuation()), Core.origin())
                        .map(outcome -> swept(Optional.of(outcome.metadata()), outcome.report()))
                        .orElse(refused(ErrorCode.NOT_FOUND));
            case Operation.RevokeOwner revoke ->
                core.ownerRevoker
                        .revokeAll(
                                caller,
                                new Owner(revoke.owner()),
                                Optional.empty(),
                                sweep(revoke.continuation()),
                                Core.origin())
                        .map(report -> swept(Optional.empty(), report))
                        .orElse(refused(ErrorCode.NOT_FOUND));
            case Operation.Delete delete ->
                core.revoker.delete(caller, delete.keyId(), Optional.empty(), Core.origin())
                        ? new Answer.Done()
                        : refused(ErrorCode.NOT_FOUND);
            case Operation.Present _ -> throw new IllegalStateException("done above");
        };
    }

    private Answer importKeys(Principal caller, Operation.Import imports) {
        return new Answer.Imported(imports.entries().stream()
                .map(entry ->
                        core.importer.importKey(caller, sha256(entry.secret().text()), entry.asked(), Core.origin()))
                .map(result -> switch (result) {
                    case ImportResult.Imported(var keyId) -> Answer.Imported.Result.imported(keyId.value());
                    case ImportResult.Refused(ErrorCode code, var _) -> Answer.Imported.Result.refused(code.wireCode());
                })
                .toList());
    }

    private Answer update(Principal caller, Operation.Update update) {
        VersionCondition condition = update.ifMatch()
                .<VersionCondition>map(version -> new VersionCondition.OneOf(Set.of(version)))
                .orElseGet(VersionCondition.Any::new);
        return switch (core.updater.update(caller, update.keyId(), update.change(), condition, Core.origin())) {
            case UpdateResult.Updated(ApiKeyMetadata key) -> new Answer.Key(shown(key));
            case UpdateResult.Refused(ErrorCode code, var _) -> refused(code);
        };
    }

    private Answer list(Principal caller, Operation.ListKeys list) {
        KeyFilter filter = new KeyFilter(
                list.status().flatMap(KeyFilter.Status::parse),
                list.environment().flatMap(Environment::parse),
                now());
        List<Shown> all = new ArrayList<>();
        Optional<KeyPosition> after = Optional.empty();
        do {
            Optional<Page<ApiKeyMetadata>> page =
                    core.reader.list(caller, list.owner().map(Owner::new), filter, list.limit(), after);
            if (page.isEmpty()) {
                return refused(ErrorCode.NOT_FOUND);
            }
            if (page.get().items().size() > list.limit()) {
                throw new AssertionError(
                        "a page of " + page.get().items().size() + " keys for a limit of " + list.limit());
            }
            page.get().items().forEach(key -> all.add(shown(key)));
            after = page.get().next();
        } while (after.isPresent());
        return new Answer.Keys(all);
    }

    private Optional<Repeatable<IssuedKey>> repeatable(
            Principal caller, Operation operation, String asked, Optional<String> idempotencyKey) {
        return idempotencyKey.map(key -> new Repeatable<>(
                new RepeatableRequest(
                        caller.keyId().value(),
                        operation.caller().text(),
                        new IdempotencyKey(key),
                        asked.getBytes(StandardCharsets.UTF_8)),
                issued -> issued.key().reveal().getBytes(StandardCharsets.US_ASCII)));
    }

    private Answer answer(IssueResult result) {
        return switch (result) {
            case IssueResult.Issued(IssuedKey issued) -> {
                Shown shown = shown(issued.metadata());
                shownWith.put(issued.key().reveal(), shown);
                requireNewestPepper(issued);
                yield new Answer.NewSecret(shown, issued.key().reveal(), false);
            }
            case IssueResult.Replayed replayed -> {
                String secret = new String(replayed.answer(), StandardCharsets.US_ASCII);
                yield new Answer.NewSecret(Objects.requireNonNull(shownWith.get(secret)), secret, true);
            }
            case IssueResult.Refused(ErrorCode code, var _) -> refused(code);
        };
    }

    /** New hashes, also of rotated keys, are made with the pepper that is active. */
    private void requireNewestPepper(IssuedKey issued) {
        int active = core.secrets.activePepper().version();
        String used = Objects.requireNonNull(
                        core.item(issued.metadata().keyId()).get("pepper"))
                .n();
        if (Integer.parseInt(used) != active) {
            throw new AssertionError("hashed with pepper " + used + " where " + active + " is active");
        }
    }

    private Answer answer(Optional<ApiKeyMetadata> key) {
        return key.<Answer>map(found -> new Answer.Key(shown(found))).orElse(refused(ErrorCode.NOT_FOUND));
    }

    private static Answer refused(ErrorCode code) {
        return new Answer.Refused(code.wireCode());
    }

    private Answer swept(Optional<ApiKeyMetadata> root, SweepReport report) {
        return new Answer.Swept(
                root.map(this::shown), report.revoked(), report.next().map(Sweep::toText), report.retryAfter());
    }

    private static Optional<Sweep> sweep(Optional<String> continuation) {
        return continuation.map(text -> Sweep.parse(text).orElseThrow());
    }

    private Shown shown(ApiKeyMetadata key) {
        Optional<KeyStatus.Revoked> revoked =
                key.status() instanceof KeyStatus.Revoked end ? Optional.of(end) : Optional.empty();
        return new Shown(
                key.keyId().value(),
                key.name(),
                key.owner().value(),
                key.role().value(),
                Set.copyOf(key.scopes().texts()),
                key.environment().wireName(),
                key.format().wireName(),
                revoked.isPresent() ? "revoked" : key.isGoodAt(now()) ? "active" : "expired",
                key.createdAt(),
                key.expiresAt(),
                key.validity().maxExpiresAt(),
                Optional.of(key.validity())
                        .filter(validity -> validity.isRefreshable())
                        .map(refreshWindow::opensAt),
                key.lastRotation().map(Rotation::graceEndsAt).filter(end -> key.isGoodAt(now()) && now().isBefore(end)),
                key.limits()
                        .rate()
                        .map(rate -> new Rate(rate.requests(), rate.window().toSeconds())),
                key.limits().quota().stream().boxed().findFirst(),
                key.networks().texts(),
                key.metadata(),
                key.issuedBy().map(issuer -> issuer.value()),
                revoked.map(KeyStatus.Revoked::at),
                revoked.map(KeyStatus.Revoked::by),
                revoked.flatMap(KeyStatus.Revoked::reason),
                Optional.of(key.version()));
    }

    private static String sha256(String text) {
        try {
            return HexFormat.of()
                    .formatHex(MessageDigest.getInstance("SHA-256").digest(text.getBytes(StandardCharsets.UTF_8)));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every JDK has SHA-256", e);
        }
    }
}
