package dev.keysmith.core.testing.model;

import dev.keysmith.core.testing.model.ModelKey.Proof;
import dev.keysmith.core.testing.model.ModelKey.Revocation;
import dev.keysmith.core.testing.model.ModelKey.Term;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.function.BiFunction;

/**
 * All keys of a deployment, as the contract says they are; written without a look at how Keysmith does it. Judging an operation
 * changes nothing; what it did is taken over with the answer, since key ids and secrets are for the deployment to choose.
 */
final class Model {

    private static final Duration REPLAYS_KEPT = Duration.ofMinutes(10);
    private static final int DEFAULT_GRACE_SECONDS = 86_400;
    private static final int OF_NO_GENERATION = -1_000_000;
    private static final String IMPORTED = "imported";
    private static final String PRESENTED = "presented for revocation";

    private final Terms terms;
    private final Grants grants;
    private final Map<String, ModelKey> keys = new LinkedHashMap<>();
    private final Map<String, Fact> facts = new LinkedHashMap<>();
    private final Map<String, Instant> blockedSince = new HashMap<>();
    private final Map<RequestName, Replay> replays = new HashMap<>();

    Model(Terms terms) {
        this.terms = terms;
        this.grants = new Grants(terms);
    }

    /** Which secret of which key a text is. */
    record Fact(Secret secret, String keyId, int generation) {}

    private record RequestName(String keyId, String idempotencyKey) {}

    /** Who asked what, and the answer. A repetition is the same where caller and request are. */
    private record Replay(Operation request, Answer.NewSecret answer, Instant keptUntil) {}

    // ---- What is known

    /** All keys that are not forgotten; deleted ones included. */
    Collection<ModelKey> keys() {
        return keys.values();
    }

    Optional<ModelKey> find(String keyId) {
        return Optional.ofNullable(keys.get(keyId));
    }

    /** All secrets that were ever shown, or imported. */
    Collection<Fact> facts() {
        return facts.values();
    }

    Optional<Fact> fact(String text) {
        return Optional.ofNullable(facts.get(text));
    }

    /** A key's present secret. */
    Secret secretOf(ModelKey key) {
        return facts.values().stream()
                .filter(fact -> fact.keyId().equals(key.id())
                        && fact.generation() == key.proof().generation())
                .findFirst()
                .orElseThrow()
                .secret();
    }

    Set<String> blockedOwners() {
        return blockedSince.keySet();
    }

    /** Takes over a key that nobody issued. */
    void adopt(Secret secret, Shown shown, Duration lifetime) {
        keys.put(
                shown.keyId(),
                ModelKey.issued(
                        shown.keyId(),
                        shown.format(),
                        new ModelKey.Origin(
                                shown.owner(),
                                shown.role(),
                                shown.environment(),
                                shown.createdAt(),
                                shown.issuedBy(),
                                lifetime),
                        new ModelKey.Content(shown.name(), shown.scopes(), shown.rate(), shown.metadata()),
                        new Term(shown.expiresAt(), lifetime, shown.maxExpiresAt())));
        facts.put(secret.text(), new Fact(secret, shown.keyId(), 0));
    }

    /** Forgets what the store may have removed for its age. An imported key may come back, its later secrets do not. */
    void purge(Instant at) {
        keys.values().removeIf(key -> key.isPastRetentionAt(at));
        facts.replaceAll((_, fact) ->
                keys.containsKey(fact.keyId()) ? fact : new Fact(fact.secret(), fact.keyId(), OF_NO_GENERATION));
    }

    /** When the next key changes by itself. */
    Optional<Instant> nextTurn(Instant after) {
        return keys.values().stream()
                .filter(ModelKey::isActive)
                .flatMap(key -> java.util.stream.Stream.of(
                        Optional.of(key.term().expiresAt()),
                        Optional.of(key.proof().graceEndsAt()),
                        key.refreshAfter()))
                .flatMap(Optional::stream)
                .filter(turn -> turn.isAfter(after))
                .min(Comparator.naturalOrder());
    }

    // ---- Credentials

    Verdict verdict(String text, Instant at) {
        String code = code(text, at);
        if (!code.equals("ok")) {
            return Verdict.refused(code);
        }
        ModelKey key = holder(text);
        return Verdict.good(new Verdict.Holder(
                key.id(),
                key.origin().owner(),
                key.content().scopes(),
                key.origin().environment(),
                SecretForm.claims(text) ? "api_key" : "imported_key",
                key.term().expiresAt()));
    }

    private String code(String text, Instant at) {
        boolean hasForm = SecretForm.claims(text) ? SecretForm.isWellFormed(text) : text.matches(Terms.IMPORT_PATTERN);
        if (!hasForm) {
            return "credential_malformed";
        }
        Fact fact = facts.get(text);
        ModelKey key = fact == null ? null : keys.get(fact.keyId());
        if (fact == null || key == null || key.deletedAt().isPresent()) {
            return "key_unknown";
        }
        int age = key.proof().generation() - fact.generation();
        if (age > 1) {
            return "key_unknown";
        }
        if (age == 1 && !key.isInGraceAt(at)) {
            return "key_expired";
        }
        return key.revocation().isPresent() ? "key_revoked" : key.isGoodAt(at) ? "ok" : "key_expired";
    }

    private static boolean hasForm(String text) {
        return SecretForm.claims(text) ? SecretForm.isWellFormed(text) : text.matches(Terms.IMPORT_PATTERN);
    }

    private ModelKey holder(String text) {
        return Objects.requireNonNull(
                keys.get(Objects.requireNonNull(facts.get(text)).keyId()));
    }

    // ---- Operations

    /** What an operation answers at this time. */
    Expectation judge(Operation operation, Instant at) {
        if (operation instanceof Operation.Present(Secret secret)) {
            return present(secret, at);
        }
        if (!code(operation.caller().text(), at).equals("ok")) {
            return Expectation.refused("credential_rejected");
        }
        ModelKey caller = holder(operation.caller().text());
        if (!operation.scope().map(caller::holds).orElse(true)) {
            return Expectation.refused("scope_insufficient");
        }
        return switch (operation) {
            case Operation.Issue issue ->
                repeatable(caller, issue, issue.idempotencyKey(), at, () -> issue(caller, issue, at));
            case Operation.Import imports -> importKeys(caller, imports, at);
            case Operation.Read read -> on(caller, read.keyId(), key -> Expectation.showing(key.shownAt(at), () -> {}));
            case Operation.ListKeys list -> list(caller, list, at);
            case Operation.Update update -> on(caller, update.keyId(), key -> update(caller, key, update, at));
            case Operation.Rotate rotate ->
                repeatable(
                        caller,
                        rotate,
                        rotate.idempotencyKey(),
                        at,
                        () -> on(caller, rotate.keyId(), key -> rotate(caller, key, rotate, at)));
            case Operation.Finish finish -> on(caller, finish.keyId(), key -> finish(key, at));
            case Operation.Refresh _ -> refresh(caller, at);
            case Operation.Revoke revoke -> on(caller, revoke.keyId(), key -> revoke(caller, key, revoke.reason(), at));
            case Operation.RevokeWithIssued revoke ->
                on(caller, revoke.keyId(), key -> revokeWithIssued(caller, key, at));
            case Operation.RevokeOwner revoke -> revokeOwner(caller, revoke.owner(), at);
            case Operation.Delete delete ->
                on(
                        caller,
                        delete.keyId(),
                        key -> new Expectation("Done[]", new Answer.Done()::equals, _ -> put(key.deleted(at))));
            case Operation.Present _ -> throw new IllegalStateException("judged above");
        };
    }

    private Expectation on(ModelKey caller, String keyId, java.util.function.Function<ModelKey, Expectation> judge) {
        return find(keyId)
                .filter(key -> key.deletedAt().isEmpty())
                .filter(key -> caller.mayActFor(key.origin().owner()))
                .map(judge)
                .orElse(Expectation.refused("not_found"));
    }

    private Expectation repeatable(
            ModelKey caller,
            Operation request,
            Optional<String> idempotencyKey,
            Instant at,
            java.util.function.Supplier<Expectation> judge) {
        if (idempotencyKey.isEmpty()) {
            return judge.get();
        }
        RequestName name = new RequestName(caller.id(), idempotencyKey.get());
        Replay kept = replays.get(name);
        if (kept != null && at.isBefore(kept.keptUntil())) {
            return kept.request().equals(request)
                    ? Expectation.of(new Answer.NewSecret(
                            kept.answer().key(), kept.answer().secret(), true))
                    : Expectation.refused("idempotency_mismatch");
        }
        Expectation expectation = judge.get();
        return new Expectation(expectation.described(), expectation.allows(), answer -> {
            expectation.effect().accept(answer);
            if (answer instanceof Answer.NewSecret made) {
                replays.put(name, new Replay(request, made, at.plus(REPLAYS_KEPT)));
            }
        });
    }

    private Expectation issue(ModelKey caller, Operation.Issue issue, Instant at) {
        Grants.Reading reading = grants.read(caller, issue.asked(), "opaque", at);
        if (reading.key().isEmpty()) {
            return Expectation.refused(reading.code());
        }
        ModelKey key = reading.key().get();
        return blockedSince.containsKey(key.origin().owner())
                ? Expectation.refused("conflict")
                : newSecret(key, at, (id, _) -> withId(key, id), _ -> true);
    }

    private Expectation importKeys(ModelKey caller, Operation.Import imports, Instant at) {
        List<String> outcomes = new ArrayList<>();
        Set<String> texts = new HashSet<>();
        for (Operation.Import.Entry entry : imports.entries()) {
            String text = entry.secret().text();
            Grants.Reading reading = grants.read(caller, entry.asked(), IMPORTED, at);
            boolean isKnown = fact(text).map(Fact::keyId).flatMap(this::find).isPresent();
            if (reading.key().isEmpty()) {
                outcomes.add(reading.code());
            } else if (isKnown
                    || texts.contains(text)
                    || blockedSince.containsKey(reading.key().get().origin().owner())) {
                outcomes.add("conflict");
            } else {
                outcomes.add(IMPORTED);
                texts.add(text);
            }
        }
        return new Expectation(
                outcomes.toString(),
                actual -> actual instanceof Answer.Imported(var results)
                        && results.stream()
                                .map(Answer.Imported.Result::outcome)
                                .toList()
                                .equals(outcomes)
                        && imported(caller, imports, results).size()
                                == outcomes.stream().filter(IMPORTED::equals).count()
                        && imported(caller, imports, results).entrySet().stream()
                                .allMatch(made -> isNewAs(made.getKey(), made.getValue(), at)),
                actual -> imported(caller, imports, ((Answer.Imported) actual).results())
                        .forEach((seen, made) -> {
                            put(made.key());
                            facts.put(
                                    made.secret().text(),
                                    new Fact(made.secret(), made.key().id(), 0));
                        }));
    }

    private record Made(Secret secret, ModelKey key) {}

    /** The keys that an import should have made, by how they look. Each is made at a time of its own. */
    private Map<Shown, Made> imported(ModelKey caller, Operation.Import imports, List<Answer.Imported.Result> results) {
        Map<Shown, Made> made = new LinkedHashMap<>();
        for (int i = 0; i < results.size(); i++) {
            Operation.Import.Entry entry = imports.entries().get(i);
            results.get(i)
                    .seen()
                    .ifPresent(seen -> grants.read(caller, entry.asked(), IMPORTED, seen.createdAt())
                            .key()
                            .ifPresent(key -> made.put(seen, new Made(entry.secret(), withId(key, seen.keyId())))));
        }
        return made;
    }

    private boolean isNewAs(Shown seen, Made made, Instant at) {
        return !keys.containsKey(seen.keyId())
                && !seen.createdAt().isBefore(at)
                && made.key().shownAt(seen.createdAt()).isShownBy(seen);
    }

    private Expectation list(ModelKey caller, Operation.ListKeys list, Instant at) {
        String owner = list.owner().orElse(caller.origin().owner());
        if (!caller.mayActFor(owner)) {
            return Expectation.refused("not_found");
        }
        return Listing.of(keys.values().stream()
                .filter(key -> key.deletedAt().isEmpty() && key.origin().owner().equals(owner))
                .map(key -> key.shownAt(at))
                .filter(key -> list.status().map(key.status()::equals).orElse(true))
                .filter(key -> list.environment().map(key.environment()::equals).orElse(true))
                .toList());
    }

    private Expectation update(ModelKey caller, ModelKey key, Operation.Update update, Instant at) {
        if (update.ifMatch().filter(version -> version != key.version()).isPresent()) {
            return Expectation.refused("version_mismatch");
        }
        if (key.revocation().isPresent()) {
            return Expectation.refused("conflict");
        }
        Grants.Reading reading = grants.update(caller, key, update.change(), at);
        return reading.key()
                .map(after -> Expectation.showing(after.shownAt(at), () -> put(after)))
                .orElse(Expectation.refused(reading.code()));
    }

    private Expectation rotate(ModelKey caller, ModelKey key, Operation.Rotate rotate, Instant at) {
        if (!caller.id().equals(key.id()) && !grants.couldGive(caller, key)) {
            return Expectation.refused("grant_exceeds_own");
        }
        boolean wasRotatedMeanwhile = !key.proof().rotatedAt().isBefore(at);
        if (!key.isGoodAt(at) || wasRotatedMeanwhile) {
            return Expectation.refused("conflict");
        }
        Instant graceEndsAt = at.plusSeconds(rotate.graceSeconds().orElse(DEFAULT_GRACE_SECONDS));
        ModelKey after = key.proved(new Proof("opaque", key.proof().generation() + 1, at, graceEndsAt));
        return newSecret(after, at, (_, _) -> after, shown -> shown.keyId().equals(key.id()));
    }

    private Expectation newSecret(
            ModelKey key,
            Instant at,
            BiFunction<String, Shown, ModelKey> named,
            java.util.function.Predicate<Shown> isNamedWell) {
        Shown expected = key.shownAt(at);
        return new Expectation(
                "NewSecret[" + expected + "]",
                actual -> actual instanceof Answer.NewSecret(Shown shown, String text, boolean replayed)
                        && !replayed
                        && expected.withKeyId(shown.keyId()).isShownBy(shown)
                        && (key.id().isEmpty() ? !isIdTaken(shown.keyId()) : isNamedWell.test(shown))
                        && !facts.containsKey(text)
                        && SecretForm.isOf(text, shown.keyId(), shown.environment()),
                actual -> {
                    Answer.NewSecret made = (Answer.NewSecret) actual;
                    ModelKey after = named.apply(made.key().keyId(), made.key());
                    put(after);
                    Secret secret = new Secret(
                            "key " + after.id() + " secret " + after.proof().generation(), made.secret());
                    facts.put(
                            secret.text(),
                            new Fact(secret, after.id(), after.proof().generation()));
                });
    }

    private boolean isIdTaken(String keyId) {
        return facts.values().stream().anyMatch(fact -> fact.keyId().equals(keyId));
    }

    private Expectation finish(ModelKey key, Instant at) {
        if (!key.isGoodAt(at) || !key.isInGraceAt(at)) {
            return Expectation.showing(key.shownAt(at), () -> {});
        }
        Proof proof = key.proof();
        ModelKey after = key.proved(new Proof(proof.format(), proof.generation(), proof.rotatedAt(), at));
        return Expectation.showing(after.shownAt(at), () -> put(after));
    }

    private Expectation refresh(ModelKey caller, Instant at) {
        Optional<Instant> opens = caller.refreshAfter();
        if (opens.isEmpty()) {
            return Expectation.refused("conflict");
        }
        Term term = caller.term();
        Instant extended = at.plus(caller.origin().refreshLifetime());
        Instant end = extended.isBefore(term.maxExpiresAt()) ? extended : term.maxExpiresAt();
        if (at.isBefore(opens.get()) || !end.isAfter(term.expiresAt())) {
            return Expectation.of(new Answer.TooEarly(opens.get()));
        }
        ModelKey after = caller.updated(caller.content(), new Term(end, term.lifetime(), term.maxExpiresAt()));
        return Expectation.showing(after.shownAt(at), () -> put(after));
    }

    private Expectation revoke(ModelKey caller, ModelKey key, Optional<String> reason, Instant at) {
        ModelKey after = revokedBy(caller, key, reason, at);
        return Expectation.showing(after.shownAt(at), () -> put(after));
    }

    private static ModelKey revokedBy(ModelKey caller, ModelKey key, Optional<String> reason, Instant at) {
        return key.revocation().isPresent() ? key : key.revoked(new Revocation(at, caller.id(), reason));
    }

    /** The answer tells nothing, so a look at the key belongs to it. */
    private Expectation present(Secret secret, Instant at) {
        Optional<ModelKey> found = fact(secret.text())
                .flatMap(fact -> find(fact.keyId()))
                .filter(key -> key.deletedAt().isEmpty());
        if (found.isEmpty()) {
            return Expectation.of(new Answer.Done());
        }
        ModelKey key = found.get();
        int age = key.proof().generation()
                - Objects.requireNonNull(facts.get(secret.text())).generation();
        boolean isProven = hasForm(secret.text()) && (age == 0 || (age == 1 && key.isInGraceAt(at)));
        ModelKey after = isProven ? revokedBy(key, key, Optional.of(PRESENTED), at) : key;
        return Expectation.showing(after.shownAt(at), () -> put(after));
    }

    // ---- Revocations of many keys: what each call revokes is found out by looking

    private Expectation revokeWithIssued(ModelKey caller, ModelKey key, Instant at) {
        ModelKey root = revokedBy(caller, key, Optional.empty(), at);
        Instant quietFrom = root.revocation().orElseThrow().at().plus(terms.issueInFlight());
        return swept(Optional.of(root.shownAt(at)), quietFrom, at, _ -> put(root));
    }

    private Expectation revokeOwner(ModelKey caller, String owner, Instant at) {
        if (!caller.mayActFor(owner)) {
            return Expectation.refused("not_found");
        }
        Instant since = blockedSince.getOrDefault(owner, at);
        return swept(Optional.empty(), since.plus(terms.issueInFlight()), at, swept -> {
            if (swept.continuation().isPresent()) {
                blockedSince.put(owner, since);
            } else {
                blockedSince.remove(owner);
            }
        });
    }

    private Expectation swept(
            Optional<Shown> root, Instant quietFrom, Instant at, java.util.function.Consumer<Answer.Swept> effect) {
        return new Expectation(
                "Swept[" + root + ", not done before " + quietFrom + "]",
                actual -> actual instanceof Answer.Swept swept
                        && (root.isEmpty()
                                ? swept.key().isEmpty()
                                : swept.key().filter(root.get()::isShownBy).isPresent())
                        && (swept.continuation().isPresent() || !at.isBefore(quietFrom))
                        && swept.retryAfter()
                                .map(wait -> wait.isPositive()
                                        && swept.continuation().isPresent())
                                .orElse(true),
                actual -> effect.accept((Answer.Swept) actual));
    }

    /** What a call of a revocation of many is about; it began at this time. */
    Targets targets(Operation sweep, Instant begunAt, boolean isDone) {
        ModelKey caller = holder(sweep.caller().text());
        return switch (sweep) {
            case Operation.RevokeOwner revoke -> Targets.ofOwner(keys.values(), revoke.owner(), caller, isDone);
            case Operation.RevokeWithIssued revoke -> Targets.issuedBy(revoke.keyId(), keys.values(), caller, begunAt);
            default -> throw new IllegalArgumentException("no revocation of many");
        };
    }

    /** Takes over that a revocation of many revoked this key. */
    void takeOver(Operation sweep, ModelKey key, Instant at) {
        String callerId =
                Objects.requireNonNull(facts.get(sweep.caller().text())).keyId();
        put(key.revoked(new Revocation(at, callerId, Optional.empty())));
    }

    private void put(ModelKey key) {
        keys.put(key.id(), key);
    }

    private static ModelKey withId(ModelKey key, String id) {
        return new ModelKey(
                id,
                key.origin(),
                key.content(),
                key.term(),
                key.proof(),
                key.revocation(),
                key.deletedAt(),
                key.version());
    }
}
