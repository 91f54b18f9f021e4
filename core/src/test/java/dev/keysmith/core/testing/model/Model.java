package dev.keysmith.core.testing.model;

import dev.keysmith.core.testing.model.ModelKey.Proof;
import dev.keysmith.core.testing.model.ModelKey.Revocation;
import dev.keysmith.core.testing.model.ModelKey.Term;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
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
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.function.Predicate;
import java.util.function.Supplier;
import java.util.stream.Stream;

/**
 * All keys of a deployment, as the contract says they are; written without a look at how Keysmith does it. Judging an operation
 * changes nothing; what it did is taken over with the answer, since key ids and secrets are for the deployment to choose.
 */
final class Model {

    private static final Duration TOKENS_KEPT = Duration.ofHours(12);
    private static final int LONGEST_TOKEN_SECONDS = 3_600;
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

    /**
     * Which secret of which key a text is, or a token that was minted with which.
     *
     * @param jwt what it says of itself, where it is signed
     */
    record Fact(Secret secret, String keyId, int generation, Optional<Jwt> jwt) {

        boolean isToken() {
            return jwt.flatMap(Jwt::scopes).isPresent();
        }
    }

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

    /** All secrets that were ever shown, or imported; tokens until they are long over. */
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
                        && !fact.isToken()
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
                        new ModelKey.Content(
                                shown.name(),
                                shown.scopes(),
                                shown.rate(),
                                shown.quota(),
                                shown.networks(),
                                shown.metadata()),
                        new Term(shown.expiresAt(), lifetime, shown.maxExpiresAt())));
        facts.put(secret.text(), new Fact(secret, shown.keyId(), 0, Optional.empty()));
    }

    /** Forgets what the store may have removed for its age. An imported key may come back, its later secrets do not. */
    void purge(Instant at) {
        keys.values().removeIf(key -> key.isPastRetentionAt(at));
        facts.replaceAll((_, fact) -> keys.containsKey(fact.keyId())
                ? fact
                : new Fact(fact.secret(), fact.keyId(), OF_NO_GENERATION, fact.jwt()));
        facts.values()
                .removeIf(fact -> fact.isToken()
                        && fact.jwt().orElseThrow().endsAt().plus(TOKENS_KEPT).isBefore(at));
    }

    /** When the next key or token changes by itself. */
    Optional<Instant> nextTurn(Instant after) {
        Stream<Instant> ofKeys = keys.values().stream()
                .filter(ModelKey::isActive)
                .flatMap(key -> Stream.of(
                        Optional.of(key.term().expiresAt()),
                        Optional.of(key.proof().graceEndsAt()),
                        key.refreshAfter()))
                .flatMap(Optional::stream);
        Stream<Instant> ofSigned =
                facts.values().stream().flatMap(fact -> fact.jwt().stream()).map(Jwt::endsAt);
        return Stream.concat(ofKeys, ofSigned)
                .filter(turn -> turn.isAfter(after))
                .min(Comparator.naturalOrder());
    }

    // ---- Credentials

    Verdict verdict(String text, Instant at) {
        String code = code(text, at);
        if (!code.equals("ok")) {
            return Verdict.refused(code);
        }
        Caller caller = caller(text);
        return Verdict.good(new Verdict.Holder(
                caller.id(),
                caller.owner(),
                caller.scopes(),
                caller.environment(),
                kind(Objects.requireNonNull(facts.get(text))),
                caller.endsAt()));
    }

    private static String kind(Fact fact) {
        if (fact.jwt().isPresent()) {
            return fact.isToken() ? "access_token" : "jwt_key";
        }
        return SecretForm.claims(fact.secret().text()) ? "api_key" : "imported_key";
    }

    private String code(String text, Instant at) {
        if (!hasForm(text)) {
            return "credential_malformed";
        }
        Fact fact = facts.get(text);
        if (Jwt.claims(text)) {
            if (fact == null || fact.jwt().isEmpty()) {
                return "token_invalid";
            }
            if (!at.isBefore(fact.jwt().get().endsAt())) {
                return "token_expired";
            }
            if (fact.isToken()) {
                return tokenCode(fact, fact.jwt().get(), at);
            }
        }
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

    /** A token is good while its key is, and the secret that it was minted with, and nobody denied it. */
    private String tokenCode(Fact fact, Jwt token, Instant at) {
        return find(fact.keyId())
                .filter(ModelKey::isActive)
                .filter(key -> key.accepts(fact.generation(), at))
                .filter(key -> !key.denials().cover(token))
                .map(key -> key.isGoodAt(at) ? "ok" : "token_expired")
                .orElse("token_revoked");
    }

    private static boolean hasForm(String text) {
        return SecretForm.claims(text)
                ? SecretForm.isWellFormed(text)
                : Jwt.claims(text) || text.matches(Terms.IMPORT_PATTERN);
    }

    /** Who presents this; it must be a secret or token of a key. */
    Caller caller(String text) {
        Fact fact = Objects.requireNonNull(facts.get(text));
        ModelKey key = Objects.requireNonNull(keys.get(fact.keyId()));
        return fact.isToken()
                ? Caller.by(key, fact.generation(), fact.jwt().orElseThrow())
                : Caller.by(key, fact.generation());
    }

    /** The tokens that are good. */
    List<Secret> goodTokens(Instant at) {
        return facts.values().stream()
                .filter(fact ->
                        fact.isToken() && at.isBefore(fact.jwt().orElseThrow().endsAt()))
                .filter(fact -> tokenCode(fact, fact.jwt().orElseThrow(), at).equals("ok"))
                .map(Fact::secret)
                .toList();
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
        Caller caller = caller(operation.caller().text());
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
                        () -> caller.isToken()
                                ? Expectation.refused("scope_insufficient")
                                : on(caller, rotate.keyId(), key -> rotate(caller, key, rotate, at)));
            case Operation.Finish finish ->
                caller.isToken()
                        ? Expectation.refused("scope_insufficient")
                        : on(caller, finish.keyId(), key -> finish(key, at));
            case Operation.Refresh refresh -> refresh(caller, refresh, at);
            case Operation.Mint mint -> mint(caller, mint, at);
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

    private Expectation on(Caller caller, String keyId, Function<ModelKey, Expectation> judge) {
        return find(keyId)
                .filter(key -> key.deletedAt().isEmpty())
                .filter(key -> caller.mayActFor(key.origin().owner()))
                .map(judge)
                .orElse(Expectation.refused("not_found"));
    }

    private Expectation repeatable(
            Caller caller,
            Operation request,
            Optional<String> idempotencyKey,
            Instant at,
            Supplier<Expectation> judge) {
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

    private Expectation issue(Caller caller, Operation.Issue issue, Instant at) {
        Grants.Reading reading =
                grants.read(caller, issue.asked(), issue.asked().format().orElse("opaque"), at);
        if (reading.key().isEmpty()) {
            return Expectation.refused(reading.code());
        }
        ModelKey key = reading.key().get();
        return blockedSince.containsKey(key.origin().owner())
                ? Expectation.refused("conflict")
                : newSecret(key, at, (id, _) -> withId(key, id), _ -> true);
    }

    private Expectation importKeys(Caller caller, Operation.Import imports, Instant at) {
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
                                    new Fact(made.secret(), made.key().id(), 0, Optional.empty()));
                        }));
    }

    private record Made(Secret secret, ModelKey key) {}

    /** The keys that an import should have made, by how they look. Each is made at a time of its own. */
    private Map<Shown, Made> imported(Caller caller, Operation.Import imports, List<Answer.Imported.Result> results) {
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

    private Expectation list(Caller caller, Operation.ListKeys list, Instant at) {
        String owner = list.owner().orElse(caller.owner());
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

    private Expectation update(Caller caller, ModelKey key, Operation.Update update, Instant at) {
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

    private Expectation rotate(Caller caller, ModelKey key, Operation.Rotate rotate, Instant at) {
        if (!caller.id().equals(key.id()) && !grants.couldGive(caller, key)) {
            return Expectation.refused("grant_exceeds_own");
        }
        boolean wasRotatedMeanwhile = !key.proof().rotatedAt().isBefore(at);
        if (!key.isGoodAt(at) || wasRotatedMeanwhile) {
            return Expectation.refused("conflict");
        }
        Instant graceEndsAt = at.plusSeconds(rotate.graceSeconds().orElse(DEFAULT_GRACE_SECONDS));
        ModelKey after = key.proved(
                new Proof(key.isSigned() ? "jwt" : "opaque", key.proof().generation() + 1, at, graceEndsAt));
        return newSecret(after, at, (_, _) -> after, shown -> shown.keyId().equals(key.id()));
    }

    private Expectation newSecret(
            ModelKey key, Instant at, BiFunction<String, Shown, ModelKey> named, Predicate<Shown> isNamedWell) {
        Shown expected = key.shownAt(at);
        return new Expectation(
                "NewSecret[" + expected + "]",
                actual -> actual instanceof Answer.NewSecret(Shown shown, String text, boolean replayed)
                        && !replayed
                        && expected.withKeyId(shown.keyId()).isShownBy(shown)
                        && (key.id().isEmpty() ? !isIdTaken(shown.keyId()) : isNamedWell.test(shown))
                        && !facts.containsKey(text)
                        && hasForm(key, shown, text, at),
                actual -> {
                    Answer.NewSecret made = (Answer.NewSecret) actual;
                    ModelKey after = named.apply(made.key().keyId(), made.key());
                    put(after);
                    Secret secret = new Secret(
                            "key " + after.id() + " secret " + after.proof().generation(), made.secret());
                    facts.put(
                            secret.text(),
                            new Fact(
                                    secret,
                                    after.id(),
                                    after.proof().generation(),
                                    after.isSigned() ? Jwt.read(secret.text()) : Optional.empty()));
                });
    }

    private boolean hasForm(ModelKey key, Shown shown, String text, Instant at) {
        return key.isSigned()
                ? Jwt.read(text)
                        .filter(jwt -> jwt.isKey(key, shown.keyId(), terms.audiences(), at))
                        .isPresent()
                : SecretForm.isOf(text, shown.keyId(), shown.environment());
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

    private Expectation refresh(Caller caller, Operation.Refresh refresh, Instant at) {
        if (caller.isToken()) {
            return Expectation.refused("scope_insufficient");
        }
        ModelKey key = find(caller.id()).orElseThrow();
        return key.isSigned()
                ? repeatable(caller, refresh, refresh.idempotencyKey(), at, () -> refresh(caller, key, at))
                : refresh(caller, key, at);
    }

    private Expectation refresh(Caller caller, ModelKey key, Instant at) {
        Optional<Instant> opens = key.refreshAfter();
        if (opens.isEmpty()) {
            return Expectation.refused("conflict");
        }
        Term term = key.term();
        Instant extended = at.plus(key.origin().refreshLifetime());
        Instant end = extended.isBefore(term.maxExpiresAt()) ? extended : term.maxExpiresAt();
        if (at.isBefore(opens.get()) || !end.isAfter(term.expiresAt())) {
            return Expectation.of(new Answer.TooEarly(opens.get()));
        }
        Proof proof = key.proof();
        if (!key.isSigned()) {
            ModelKey after = key.renewed(end, proof);
            return Expectation.showing(after.shownAt(at), () -> put(after));
        }
        if (caller.generation() != proof.generation()) {
            return Expectation.refused("conflict");
        }
        // It says itself when it expires: there is a new one, and the old one has its grace.
        ModelKey after = key.renewed(
                end, new Proof(proof.format(), proof.generation() + 1, at, at.plusSeconds(DEFAULT_GRACE_SECONDS)));
        return newSecret(after, at, (_, _) -> after, shown -> shown.keyId().equals(key.id()));
    }

    private Expectation mint(Caller caller, Operation.Mint mint, Instant at) {
        if (caller.isToken()) {
            return Expectation.refused("scope_insufficient");
        }
        Set<String> scopes = mint.scopes().<Set<String>>map(HashSet::new).orElse(caller.scopes());
        int seconds = mint.seconds().orElse(LONGEST_TOKEN_SECONDS);
        String audience = mint.audience().orElse(terms.audiences().getFirst());
        if (mint.scopes().filter(List::isEmpty).isPresent()
                || !scopes.stream().allMatch(Scopes::isScope)
                || seconds < 1
                || seconds > LONGEST_TOKEN_SECONDS
                || !terms.audiences().contains(audience)) {
            return Expectation.refused("request_invalid");
        }
        if (!Scopes.holdsAll(caller.scopes(), scopes)) {
            return Expectation.refused("grant_exceeds_own");
        }
        // Its times are whole seconds.
        Instant from = at.truncatedTo(ChronoUnit.SECONDS);
        Instant keyEnd = caller.endsAt().truncatedTo(ChronoUnit.SECONDS);
        Instant to = from.plusSeconds(seconds).isBefore(keyEnd) ? from.plusSeconds(seconds) : keyEnd;
        if (!to.isAfter(from)) {
            return Expectation.refused("conflict");
        }
        return new Expectation(
                "Token[" + scopes + " for " + audience + " from " + from + " to " + to + "]",
                actual -> actual instanceof Answer.Token(String text, Set<String> shown, Duration lifetime)
                        && shown.equals(scopes)
                        && lifetime.equals(Duration.between(from, to))
                        && Jwt.read(text)
                                .filter(jwt -> jwt.isToken(caller, scopes, audience, from, to))
                                .filter(jwt -> facts.values().stream().noneMatch(fact -> isOf(fact, jwt.id())))
                                .isPresent(),
                actual -> {
                    String text = ((Answer.Token) actual).text();
                    Jwt jwt = Jwt.read(text).orElseThrow();
                    Secret token = new Secret("key " + caller.id() + " token " + jwt.id(), text);
                    facts.put(text, new Fact(token, caller.id(), caller.generation(), Optional.of(jwt)));
                });
    }

    private static boolean isOf(Fact fact, String jwtId) {
        return fact.jwt().filter(jwt -> jwt.id().equals(jwtId)).isPresent();
    }

    private Expectation revoke(Caller caller, ModelKey key, Optional<String> reason, Instant at) {
        ModelKey after = revokedBy(caller.id(), key, reason, at);
        return Expectation.showing(after.shownAt(at), () -> put(after));
    }

    private static ModelKey revokedBy(String by, ModelKey key, Optional<String> reason, Instant at) {
        return key.revocation().isPresent() ? key : key.revoked(new Revocation(at, by, reason));
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
        Fact fact = Objects.requireNonNull(facts.get(secret.text()));
        boolean isOver = fact.jwt().filter(jwt -> !at.isBefore(jwt.endsAt())).isPresent();
        ModelKey after = !hasForm(secret.text()) || isOver ? key : withoutPresented(key, fact, at);
        return Expectation.showing(after.shownAt(at), () -> put(after));
    }

    /** The key without what was presented: a token is denied alone, and a secret ends the key. */
    private static ModelKey withoutPresented(ModelKey key, Fact fact, Instant at) {
        if (!fact.isToken()) {
            return key.accepts(fact.generation(), at) ? revokedBy(key.id(), key, Optional.of(PRESENTED), at) : key;
        }
        Jwt token = fact.jwt().orElseThrow();
        return key.isActive() && !key.denials().cover(token)
                ? key.denying(key.denials().with(token, at))
                : key;
    }

    // ---- Revocations of many keys: what each call revokes is found out by looking

    private Expectation revokeWithIssued(Caller caller, ModelKey key, Instant at) {
        ModelKey root = revokedBy(caller.id(), key, Optional.empty(), at);
        Instant quietFrom = root.revocation().orElseThrow().at().plus(terms.issueInFlight());
        return swept(Optional.of(root.shownAt(at)), quietFrom, at, _ -> put(root));
    }

    private Expectation revokeOwner(Caller caller, String owner, Instant at) {
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

    private Expectation swept(Optional<Shown> root, Instant quietFrom, Instant at, Consumer<Answer.Swept> effect) {
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
        Caller caller = caller(sweep.caller().text());
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
                key.denials(),
                key.revocation(),
                key.deletedAt(),
                key.version());
    }
}
