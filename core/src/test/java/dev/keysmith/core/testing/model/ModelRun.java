package dev.keysmith.core.testing.model;

import dev.keysmith.core.testing.Asked;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;

/**
 * Plays a seeded sequence of operations to a deployment and holds each answer against the model's; the first that differs is an
 * {@link AssertionError} that tells the seed, the step and what came before. After each step it presents the secrets of the key
 * that the step was about, or some of them where they are many, and now and then all that were ever shown: each must be accepted exactly where the model says so.
 */
public final class ModelRun {

    private static final int TOLD_ON_FAILURE = 20;
    private static final int PURGE_EVERY = 400;
    private static final int ROTATE_EVERY = 350;
    private static final int FLOOD_EVERY = 2_500;
    private static final int FIRST_FLOOD = 300;
    private static final int MOST_SWEEPS = 3;
    private static final int MOST_CALLS_OF_A_SWEEP = 1_000;
    private static final int SAMPLE_OF_RECENT = 12;
    private static final int SAMPLE_OF_OLD = 3;
    private static final int SAMPLE_OF_ENDED = 40;
    private static final int SAMPLE_OF_FORGED = 10;
    private static final Duration ADMIN_LIFETIME = Duration.ofDays(365);

    private final Deployment deployment;
    private final Terms terms;
    private final long seed;
    private final int steps;
    private final Dice dice;
    private final Model model;
    private final Generator generator;
    private final List<OpenSweep> sweeps = new ArrayList<>();
    private final List<String> history = new ArrayList<>();
    private final Map<String, Integer> tally = new TreeMap<>();

    /**
     * Keys whose length of life the model knows to within a request alone, where time passes meanwhile: it counts from the update that gave
     * them an end, and that is shown nowhere.
     */
    private final Set<String> ofRoughLength = new HashSet<>();

    private int step;

    private ModelRun(Deployment deployment, Terms terms, long seed, int steps) {
        this.deployment = deployment;
        this.terms = terms;
        this.seed = seed;
        this.steps = steps;
        this.dice = new Dice(seed);
        this.model = new Model(terms);
        Secret admin = deployment.firstAdmin();
        String keyId = deployment.verify(admin).holder().orElseThrow().keyId();
        Shown shown = ((Answer.Key) deployment.perform(new Operation.Read(admin, keyId))).key();
        model.adopt(admin, shown, ADMIN_LIFETIME);
        this.generator = new Generator(dice, model, terms, keyId);
    }

    /** A revocation of many that is not done: its next call. */
    private record OpenSweep(Operation next, Instant begunAt, int calls) {}

    /** Plays so many steps, and tells how often each operation had which outcome. */
    public static Map<String, Integer> play(Deployment deployment, Terms terms, long seed, int steps) {
        return new ModelRun(deployment, terms, seed, steps).play();
    }

    private Map<String, Integer> play() {
        int verifyAllEvery = Math.max(50, steps / 20);
        for (step = 1; step <= steps; step++) {
            letTimePass();
            if (step % PURGE_EVERY == 0) {
                deployment.purge();
                model.purge(deployment.now());
            }
            if (step % ROTATE_EVERY == 0) {
                history.add(step + " new pepper and signing key");
                deployment.rotateSecrets();
            }
            if (step % FLOOD_EVERY == FIRST_FLOOD && doesClockStand()) {
                denyMoreThanThereIsRoomFor();
            }
            if (!sweeps.isEmpty() && dice.falls(15)) {
                sweepOn(sweeps.removeFirst());
            } else {
                take(nextOperation());
            }
            if (step % verifyAllEvery == 0 || step == steps) {
                verifyAll();
            }
        }
        return tally;
    }

    private void letTimePass() {
        deployment.pass(Duration.ofMillis(dice.below(4)));
        if (dice.falls(terms.leapPercent())) {
            deployment.pass(dice.oneOf(terms.leaps()));
        }
        awaitTurns();
    }

    private void awaitTurns() {
        if (doesClockStand()) {
            return;
        }
        Instant now = deployment.now();
        Optional<Instant> turn = model.nextTurn(now).filter(at -> at.isBefore(now.plus(terms.margin())));
        if (turn.isPresent()) {
            deployment.pass(Duration.between(now, turn.get()).plusMillis(1));
            awaitTurns();
        }
    }

    private boolean doesClockStand() {
        return terms.margin().isZero();
    }

    /** Tokens of one key, so many that they can no longer be named one by one; then one more that is not meant. */
    private void denyMoreThanThereIsRoomFor() {
        Secret holder = generator.lastingHolder(deployment.now());
        Secret bystander = minted(holder);
        for (int i = 0; i <= Denials.ROOM; i++) {
            ask(new Operation.Present(minted(holder)));
        }
        verify(bystander);
        verify(minted(holder));
        deployment.pass(Jwt.CLOCK_SKEW.plusSeconds(1));
        verify(minted(holder));
        ask(new Operation.Present(minted(holder)));
        verifySecretsOf(keyIdOf(holder).orElseThrow());
    }

    private Secret minted(Secret holder) {
        Answer answer = ask(new Operation.Mint(holder, Optional.empty(), Optional.empty(), Optional.empty()));
        return answer instanceof Answer.Token(String text, var _, var _)
                ? model.fact(text).orElseThrow().secret()
                : fail("no token, but " + answer);
    }

    private Operation nextOperation() {
        Instant now = deployment.now();
        Instant adminEnd = generator.adminKey().term().expiresAt();
        if (now.plus(ADMIN_LIFETIME.dividedBy(2)).isAfter(adminEnd)) {
            return new Operation.Issue(
                    generator.admin(),
                    Asked.forKey()
                            .name("successor")
                            .role("admin")
                            .scopes("*", "owners:any")
                            .build(),
                    Optional.empty());
        }
        Operation next = generator.next(now);
        return hasRoughIssuer(next) ? nextOperation() : next;
    }

    /** What such a key issues could not be foretold: it lives for as long as the key does. */
    private boolean hasRoughIssuer(Operation operation) {
        boolean makesKeys = operation instanceof Operation.Issue || operation instanceof Operation.Import;
        return makesKeys
                && keyIdOf(operation.caller()).filter(ofRoughLength::contains).isPresent();
    }

    private void noteLength(Operation operation, Answer answer) {
        if (!doesClockStand()
                && answer instanceof Answer.Key
                && operation instanceof Operation.Update update
                && update.change().expiresAt().changed().isPresent()) {
            ofRoughLength.add(update.keyId());
        }
    }

    /** Asks, compares, takes over what was answered, and looks at what it did. */
    private void take(Operation operation) {
        Answer answer = ask(operation);
        if (answer instanceof Answer.NewSecret made && made.key().name().equals("successor")) {
            generator.succeed(made.key().keyId());
        }
        if (answer instanceof Answer.Swept swept) {
            Instant begunAt = deployment.now();
            settle(operation, swept, begunAt);
            swept.continuation()
                    .filter(_ -> sweeps.size() < MOST_SWEEPS)
                    .ifPresent(next -> sweeps.add(new OpenSweep(continued(operation, next), begunAt, 1)));
        }
        verifySecretsOf(operation, answer);
    }

    private Answer ask(Operation operation) {
        Instant from = deployment.now();
        Answer answer = seen(operation, deployment.perform(operation));
        Instant to = deployment.now();
        history.add(step + " " + from + " " + operation + " -> " + answer);
        // Where the clock does not stand, it happened at one of these times.
        for (Instant at = from; !at.isAfter(to); at = at.plusMillis(1)) {
            Expectation expectation = model.judge(operation, at);
            if (expectation.allows().test(answer)) {
                expectation.effect().accept(answer);
                noteLength(operation, answer);
                count(operation, answer);
                return answer;
            }
        }
        throw failure("expected " + model.judge(operation, to).described() + "\nbut was  " + answer);
    }

    /** The answer; where it tells little of what was done, with a look at that. */
    private Answer seen(Operation operation, Answer answer) {
        return switch (answer) {
            case Answer.Imported(var results) ->
                new Answer.Imported(results.stream()
                        .map(result -> result.keyId()
                                .map(keyId -> result.seen(look(keyId)))
                                .orElse(result))
                        .toList());
            case Answer.Done _
            when operation instanceof Operation.Present(Secret secret) ->
                keyIdOf(secret)
                        .flatMap(model::find)
                        .filter(key -> key.deletedAt().isEmpty())
                        .<Answer>map(key -> new Answer.Key(look(key.id())))
                        .orElse(answer);
            default -> answer;
        };
    }

    private Shown look(String keyId) {
        return deployment.perform(new Operation.Read(generator.admin(), keyId)) instanceof Answer.Key(Shown key)
                ? key
                : fail("the admin does not see the key " + keyId);
    }

    private void count(Operation operation, Answer answer) {
        String outcome = answer instanceof Answer.Refused(String code)
                ? code
                : answer instanceof Answer.NewSecret(var _, var _, boolean replayed) && replayed
                        ? "replayed"
                        : answer.getClass().getSimpleName();
        tally.merge(operation.getClass().getSimpleName() + " " + outcome, 1, Integer::sum);
    }

    // ---- Revocations of many keys

    private void sweepOn(OpenSweep sweep) {
        Answer answer = ask(sweep.next());
        if (!(answer instanceof Answer.Swept swept)) {
            // Its caller may not go on; nobody else does.
            return;
        }
        settle(sweep.next(), swept, sweep.begunAt());
        if (sweep.calls() > MOST_CALLS_OF_A_SWEEP) {
            throw failure("a revocation of many does not end: " + sweep.next());
        }
        swept.continuation()
                .ifPresent(next -> sweeps.addLast(
                        new OpenSweep(continued(sweep.next(), next), sweep.begunAt(), sweep.calls() + 1)));
    }

    private static Operation continued(Operation sweep, String continuation) {
        return switch (sweep) {
            case Operation.RevokeOwner revoke ->
                new Operation.RevokeOwner(revoke.caller(), revoke.owner(), Optional.of(continuation));
            case Operation.RevokeWithIssued revoke ->
                new Operation.RevokeWithIssued(revoke.caller(), revoke.keyId(), Optional.of(continuation));
            default -> throw new IllegalArgumentException("no revocation of many");
        };
    }

    /** Looks which keys the call revoked: none but those that it is about, and in the end all of them. */
    private void settle(Operation sweep, Answer.Swept swept, Instant begunAt) {
        boolean isDone = swept.continuation().isEmpty();
        Targets targets = model.targets(sweep, begunAt, isDone);
        int revoked = 0;
        if (swept.revoked() > 0) {
            for (ModelKey key : targets.may()) {
                revoked += takeOverRevoked(sweep, key) ? 1 : 0;
            }
        }
        if (revoked != swept.revoked()) {
            throw failure("said to have revoked " + swept.revoked() + " keys, but revoked " + revoked);
        }
        if (isDone) {
            count(sweep, new Answer.Done());
            List<String> left = targets.must().stream()
                    .map(ModelKey::id)
                    .filter(keyId -> model.find(keyId).orElseThrow().isActive())
                    .toList();
            if (!left.isEmpty()) {
                throw failure("done, but these are not revoked: " + left);
            }
        }
    }

    private boolean takeOverRevoked(Operation sweep, ModelKey key) {
        awaitTurns();
        Shown shown = look(key.id());
        Optional<Instant> revokedAt = shown.revokedAt();
        revokedAt.ifPresent(at -> model.takeOver(sweep, key, at));
        Instant now = deployment.now();
        if (!model.find(key.id()).orElseThrow().shownAt(now).isShownBy(shown)) {
            throw failure("after a revocation of many, expected "
                    + model.find(key.id()).orElseThrow().shownAt(now) + "\nbut was  " + shown);
        }
        return revokedAt.isPresent();
    }

    // ---- Secrets

    private void verifySecretsOf(Operation operation, Answer answer) {
        Optional<String> keyId = answer instanceof Answer.NewSecret made
                ? Optional.of(made.key().keyId())
                : switch (operation) {
                    case Operation.Update update -> Optional.of(update.keyId());
                    case Operation.Rotate rotate -> Optional.of(rotate.keyId());
                    case Operation.Finish finish -> Optional.of(finish.keyId());
                    case Operation.Revoke revoke -> Optional.of(revoke.keyId());
                    case Operation.RevokeWithIssued revoke -> Optional.of(revoke.keyId());
                    case Operation.Delete delete -> Optional.of(delete.keyId());
                    case Operation.Refresh refresh -> keyIdOf(refresh.caller());
                    case Operation.Present(Secret caller) -> keyIdOf(caller);
                    default -> Optional.empty();
                };
        keyId.filter(_ -> !(answer instanceof Answer.Refused) || dice.falls(20)).ifPresent(this::verifySecretsOf);
        if (answer instanceof Answer.Token(String text, var _, var _)) {
            verify(model.fact(text).orElseThrow().secret());
        }
        if (answer instanceof Answer.Imported) {
            ((Operation.Import) operation).entries().forEach(entry -> verify(entry.secret()));
        }
    }

    /** The last secrets of a key and its tokens, and some of what is long over. */
    private void verifySecretsOf(String keyId) {
        Instant now = deployment.now();
        int newest = model.find(keyId).map(key -> key.proof().generation()).orElse(0);
        List<Secret> recent = new ArrayList<>();
        List<Secret> old = new ArrayList<>();
        for (Model.Fact fact : model.facts()) {
            if (fact.keyId().equals(keyId)) {
                boolean isOld = fact.isToken()
                        ? fact.jwt().orElseThrow().endsAt().isBefore(now)
                        : fact.generation() < newest - 2;
                (isOld ? old : recent).add(fact.secret());
            }
        }
        verifySome(recent, SAMPLE_OF_RECENT);
        verifySome(old, SAMPLE_OF_OLD);
    }

    private void verifySome(List<Secret> secrets, int most) {
        for (int i = 0; i < most && !secrets.isEmpty(); i++) {
            verify(secrets.remove(dice.below(secrets.size())));
        }
    }

    private Optional<String> keyIdOf(Secret secret) {
        return model.fact(secret.text()).map(Model.Fact::keyId);
    }

    private void verifyAll() {
        List<Secret> ended = new ArrayList<>();
        for (Model.Fact fact : model.facts()) {
            if (model.find(fact.keyId())
                    .filter(key -> key.deletedAt().isEmpty())
                    .isPresent()) {
                verify(fact.secret());
            } else {
                ended.add(fact.secret());
            }
        }
        for (int i = 0; i < SAMPLE_OF_ENDED && !ended.isEmpty(); i++) {
            verify(dice.oneOf(ended));
        }
        for (int i = 0; i < SAMPLE_OF_FORGED; i++) {
            verify(generator.forged(dice.oneOf(List.copyOf(model.facts())).secret()));
        }
    }

    private void verify(Secret secret) {
        awaitTurns();
        Instant from = deployment.now();
        Verdict verdict = deployment.verify(secret);
        Instant to = deployment.now();
        for (Instant at = from; !at.isAfter(to); at = at.plusMillis(1)) {
            if (model.verdict(secret.text(), at).equals(verdict)) {
                return;
            }
        }
        throw failure("presented " + secret + " at " + to + "\nexpected " + model.verdict(secret.text(), to)
                + "\nbut was  " + verdict + "\nthe key's own operations:\n"
                + keyIdOf(secret).map(this::historyOf).orElse("none"));
    }

    private <T> T fail(String what) {
        throw failure(what);
    }

    private AssertionError failure(String what) {
        return new AssertionError("seed " + seed + ", step " + step + " of " + steps + ": " + what
                + "\nthe last operations:\n" + last(history));
    }

    private String historyOf(String keyId) {
        return last(history.stream()
                .filter(line -> line.contains(keyId) && !line.contains("ListKeys["))
                .toList());
    }

    private static String last(List<String> lines) {
        return String.join("\n", lines.subList(Math.max(0, lines.size() - TOLD_ON_FAILURE), lines.size()));
    }
}
