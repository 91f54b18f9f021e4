package dev.keysmith.core.testing.model;

import dev.keysmith.core.testing.model.Operation.Import.Entry;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashSet;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;

/** Makes up what people ask next. It keeps the number of good keys bounded, and one admin key out of harm's way. */
final class Generator {

    private static final int MOST_GOOD_KEYS = 50;
    private static final int REMEMBERED = 12;
    private static final int PERCENT_WITH_TOKENS = 20;
    private static final String UNKNOWN_KEY_ID = "0000000000000000";

    private final Dice dice;
    private final Model model;
    private final Terms terms;
    private final Asks asks;
    private final Set<String> spared = new HashSet<>();
    private final Deque<Operation> repeatable = new ArrayDeque<>();
    private final List<Secret> imported = new ArrayList<>();
    private String adminKeyId;
    private int named;

    Generator(Dice dice, Model model, Terms terms, String adminKeyId) {
        this.dice = dice;
        this.model = model;
        this.terms = terms;
        this.asks = new Asks(dice, terms);
        this.adminKeyId = adminKeyId;
        spared.add(adminKeyId);
    }

    /** The present secret of a key that may do everything and is good. */
    Secret admin() {
        return model.secretOf(adminKey());
    }

    ModelKey adminKey() {
        return model.find(adminKeyId).orElseThrow();
    }

    /** Says which key is the admin's from now on. */
    void succeed(String keyId) {
        adminKeyId = keyId;
        spared.add(keyId);
    }

    /** The next thing that is asked. */
    Operation next(Instant now) {
        Operation operation = anything(now);
        while (isHarmful(operation)) {
            operation = anything(now);
        }
        if (idempotencyKey(operation).isPresent()) {
            remember(operation);
        }
        return operation;
    }

    private Operation anything(Instant now) {
        boolean isFull = good(now).size() >= MOST_GOOD_KEYS;
        int roll = dice.below(1_000);
        if (roll < (isFull ? 60 : 240)) {
            return issue(now);
        } else if (roll < 280) {
            return importKeys(now);
        } else if (roll < 340) {
            Secret caller = caller("keys:read", now);
            return new Operation.Read(caller, target(caller, now));
        } else if (roll < 390) {
            return new Operation.ListKeys(
                    caller("keys:read", now),
                    dice.maybe(50, () -> dice.oneOf(Asks.OWNERS)),
                    dice.maybe(50, () -> dice.oneOf(List.of("active", "expired", "revoked"))),
                    dice.maybe(30, () -> dice.oneOf(List.of("live", "test"))),
                    dice.oneOf(List.of(1, 3, 50, 100)));
        } else if (roll < 540) {
            return update(now);
        } else if (roll < 690) {
            Secret caller = dice.falls(40) ? holder(now) : caller("keys:rotate", now);
            return new Operation.Rotate(
                    caller,
                    dice.falls(30) ? own(caller) : target(caller, now),
                    dice.maybe(75, () -> dice.oneOf(terms.graceSeconds())),
                    dice.maybe(35, this::idempotencyKey));
        } else if (roll < 740) {
            Secret caller = caller("keys:rotate", now);
            return new Operation.Finish(caller, target(caller, now));
        } else if (roll < 825) {
            return new Operation.Refresh(
                    dice.falls(6) ? anyToken(now) : dice.falls(50) ? holder(now) : refreshable(now),
                    dice.maybe(40, this::idempotencyKey));
        } else if (roll < 850) {
            Secret caller = caller("keys:revoke", now);
            return new Operation.Revoke(caller, target(caller, now), dice.maybe(50, () -> "reason " + named++));
        } else if (roll < 861) {
            Secret caller = caller("keys:revoke", now);
            return new Operation.RevokeWithIssued(caller, issuer(caller, now), Optional.empty());
        } else if (roll < 871) {
            return new Operation.RevokeOwner(caller("keys:revoke", now), dice.oneOf(Asks.OWNERS), Optional.empty());
        } else if (roll < 896) {
            Secret caller = caller("keys:delete", now);
            return new Operation.Delete(caller, target(caller, now));
        } else if (roll < 918) {
            return new Operation.Present(dice.falls(40) ? anyToken(now) : dice.falls(30) ? holder(now) : any());
        } else if (roll < 970) {
            Secret caller = dice.falls(10) ? anyToken(now) : holder(now);
            return asks.token(caller, callerOf(caller));
        }
        return repeated(now);
    }

    private Operation issue(Instant now) {
        Secret caller = caller("keys:issue", now);
        return new Operation.Issue(caller, asks.grant(callerOf(caller), now), dice.maybe(25, this::idempotencyKey));
    }

    private Operation importKeys(Instant now) {
        Secret caller = caller("keys:import", now);
        List<Entry> entries = Stream.generate(() -> new Entry(foreign(), asks.imported(callerOf(caller), now)))
                .limit(1 + dice.below(3))
                .toList();
        return new Operation.Import(caller, entries);
    }

    private Operation update(Instant now) {
        Secret caller = caller("keys:update", now);
        String keyId = dice.falls(15) ? own(caller) : target(caller, now);
        long version = model.find(keyId).map(ModelKey::version).orElse(1L);
        return new Operation.Update(
                caller,
                keyId,
                asks.change(callerOf(caller), now),
                dice.maybe(40, () -> dice.falls(70) ? version : Math.max(1, version - 1)));
    }

    /** An earlier request again, as it was or almost. */
    private Operation repeated(Instant now) {
        if (repeatable.isEmpty()) {
            return issue(now);
        }
        Operation earlier = dice.oneOf(List.copyOf(repeatable));
        if (dice.falls(60)) {
            return earlier;
        }
        Secret caller =
                dice.falls(60) ? earlier.caller() : dice.falls(60) ? otherSecret(earlier.caller()) : holder(now);
        return switch (earlier) {
            case Operation.Issue issue ->
                new Operation.Issue(
                        caller,
                        dice.falls(50) ? issue.asked() : asks.grant(callerOf(caller), now),
                        issue.idempotencyKey());
            case Operation.Rotate rotate ->
                new Operation.Rotate(
                        caller,
                        dice.falls(70) ? rotate.keyId() : target(caller, now),
                        rotate.graceSeconds(),
                        rotate.idempotencyKey());
            case Operation.Refresh refresh -> new Operation.Refresh(caller, refresh.idempotencyKey());
            default -> throw new IllegalStateException("not repeatable");
        };
    }

    private void remember(Operation operation) {
        repeatable.addLast(operation);
        if (repeatable.size() > REMEMBERED) {
            repeatable.removeFirst();
        }
    }

    private static Optional<String> idempotencyKey(Operation operation) {
        return switch (operation) {
            case Operation.Issue issue -> issue.idempotencyKey();
            case Operation.Rotate rotate -> rotate.idempotencyKey();
            case Operation.Refresh refresh -> refresh.idempotencyKey();
            default -> Optional.empty();
        };
    }

    private String idempotencyKey() {
        return "request-" + (dice.falls(85) ? named++ : dice.below(named + 1));
    }

    private boolean isHarmful(Operation operation) {
        return switch (operation) {
            case Operation.Update update -> spared.contains(update.keyId());
            case Operation.Revoke revoke -> spared.contains(revoke.keyId());
            case Operation.RevokeWithIssued revoke -> spared.contains(revoke.keyId());
            case Operation.RevokeOwner revoke -> revoke.owner().equals("root");
            case Operation.Delete delete -> spared.contains(delete.keyId());
            case Operation.Present present ->
                model.fact(present.caller().text())
                        .filter(fact -> !fact.isToken())
                        .map(Model.Fact::keyId)
                        .filter(spared::contains)
                        .isPresent();
            default -> false;
        };
    }

    // ---- Who asks

    private Secret caller(String scope, Instant now) {
        int roll = dice.below(100);
        if (roll < 5) {
            return any();
        } else if (roll < 17) {
            return tokenWith(scope, now);
        } else if (roll < 38) {
            return admin();
        } else if (roll < 80) {
            List<ModelKey> able =
                    good(now).stream().filter(key -> key.holds(scope)).toList();
            return able.isEmpty() ? admin() : secretOf(dice.oneOf(able));
        }
        return holder(now);
    }

    /** A good token that holds this scope, if there is one. */
    private Secret tokenWith(String scope, Instant now) {
        List<Secret> able = model.goodTokens(now).stream()
                .filter(token -> callerOf(token).holds(scope))
                .toList();
        return able.isEmpty() ? holder(now) : dice.oneOf(able);
    }

    /** A good token, if there is one. */
    private Secret anyToken(Instant now) {
        List<Secret> good = model.goodTokens(now);
        return good.isEmpty() ? holder(now) : dice.oneOf(good);
    }

    /** Somebody whose key is good for a day and more. */
    Secret lastingHolder(Instant now) {
        return dice.oneOf(good(now.plus(Duration.ofDays(1))).stream()
                .map(model::secretOf)
                .filter(secret -> model.verdict(secret.text(), now).holder().isPresent())
                .toList());
    }

    /** Somebody with a good key. */
    private Secret holder(Instant now) {
        return secretOf(dice.oneOf(good(now)));
    }

    /** Somebody whose refresh window has opened, if there is one. */
    private Secret refreshable(Instant now) {
        List<ModelKey> open = good(now).stream()
                .filter(key ->
                        key.refreshAfter().filter(opens -> !now.isBefore(opens)).isPresent())
                .toList();
        return open.isEmpty() ? holder(now) : secretOf(dice.oneOf(open));
    }

    /** A secret that was once good, or never. */
    Secret any() {
        Secret secret = dice.oneOf(List.copyOf(model.facts())).secret();
        return dice.falls(25) ? forged(secret) : secret;
    }

    /** A secret that was never shown. */
    Secret forged(Secret secret) {
        String text = secret.text();
        if (Jwt.claims(text)) {
            return forgedJwt(secret);
        }
        if (!SecretForm.claims(text)) {
            return new Secret("extended " + secret, text + "0");
        }
        return switch (dice.below(3)) {
            case 0 ->
                new Secret(
                        "other's id on " + secret,
                        SecretForm.withKeyId(
                                text,
                                dice.oneOf(List.copyOf(model.keys())).id().replace(keyIdOf(text), UNKNOWN_KEY_ID)));
            case 1 -> new Secret("mistyped " + secret, SecretForm.altered(text, dice.below(43), false));
            default -> new Secret("altered " + secret, SecretForm.altered(text, dice.below(43), true));
        };
    }

    private Secret forgedJwt(Secret secret) {
        List<String> others = model.facts().stream()
                .filter(fact -> fact.jwt().isPresent())
                .map(fact -> fact.secret().text())
                .filter(text -> !text.equals(secret.text()))
                .toList();
        return others.isEmpty() || dice.falls(50)
                ? new Secret("altered " + secret, Jwt.altered(secret.text(), dice.below(1_000)))
                : new Secret("disguised " + secret, Jwt.disguised(secret.text(), dice.oneOf(others)));
    }

    private static String keyIdOf(String text) {
        return text.substring(8, 24);
    }

    /** The present secret, mostly; sometimes the one before. */
    private Secret secretOf(ModelKey key) {
        return dice.falls(20) ? otherSecret(model.secretOf(key)) : model.secretOf(key);
    }

    /** Another secret of the same key, if there is one. */
    private Secret otherSecret(Secret secret) {
        List<Secret> others = model.fact(secret.text()).stream()
                .flatMap(fact ->
                        model.facts().stream().filter(other -> other.keyId().equals(fact.keyId())))
                .filter(other -> !other.isToken())
                .map(Model.Fact::secret)
                .filter(other -> !other.equals(secret))
                .toList();
        return others.isEmpty() ? secret : others.getLast();
    }

    private List<ModelKey> good(Instant now) {
        return model.keys().stream().filter(key -> key.isGoodAt(now)).toList();
    }

    /** Who presents a secret; the admin where it is nobody. */
    private Caller callerOf(Secret secret) {
        return model.fact(secret.text())
                .filter(fact -> model.find(fact.keyId()).isPresent())
                .map(fact -> model.caller(fact.secret().text()))
                .orElseGet(() -> model.caller(admin().text()));
    }

    // ---- What it is about

    private String own(Secret caller) {
        return model.fact(caller.text()).map(Model.Fact::keyId).orElse(UNKNOWN_KEY_ID);
    }

    private String target(Secret caller, Instant now) {
        if (dice.falls(PERCENT_WITH_TOKENS)) {
            return keyWithToken(caller, now);
        }
        return anyTarget(caller, now);
    }

    /** A key that has a good token: what is done to the one must show in the other. */
    private String keyWithToken(Secret caller, Instant now) {
        Caller holder = callerOf(caller);
        List<String> keyIds = model.goodTokens(now).stream()
                .map(this::callerOf)
                .filter(token -> holder.mayActFor(token.owner()))
                .map(Caller::id)
                .toList();
        return keyIds.isEmpty() ? anyTarget(caller, now) : dice.oneOf(keyIds);
    }

    private String anyTarget(Secret caller, Instant now) {
        int roll = dice.below(100);
        Caller holder = callerOf(caller);
        List<ModelKey> visible = model.keys().stream()
                .filter(key -> holder.mayActFor(key.origin().owner()))
                .filter(key -> roll >= 55 || key.isGoodAt(now))
                .toList();
        if (roll < 80 && !visible.isEmpty()) {
            return dice.oneOf(visible).id();
        } else if (roll < 95) {
            return dice.oneOf(List.copyOf(model.keys())).id();
        } else if (roll < 98) {
            // It may have been removed long ago.
            return dice.oneOf(List.copyOf(model.facts())).keyId();
        }
        return UNKNOWN_KEY_ID;
    }

    /** A key that issued others which are not revoked, itself or at one remove, if there is one. */
    private String issuer(Secret caller, Instant now) {
        boolean isRemote = dice.falls(50);
        List<String> issuers = model.keys().stream()
                .filter(ModelKey::isActive)
                .flatMap(key -> issuerOf(key).stream())
                .flatMap(key -> isRemote ? issuerOf(key).stream() : Stream.of(key))
                .map(ModelKey::id)
                .filter(keyId -> !spared.contains(keyId))
                .toList();
        return issuers.isEmpty() ? target(caller, now) : dice.oneOf(issuers);
    }

    private Optional<ModelKey> issuerOf(ModelKey key) {
        return key.origin().issuedBy().flatMap(model::find);
    }

    /** A key of another system; now and then one that was imported before, or even deleted. */
    private Secret foreign() {
        List<Secret> deleted = imported.stream().filter(this::isDeleted).toList();
        if (!deleted.isEmpty() && dice.falls(12)) {
            return dice.oneOf(deleted);
        }
        if (!imported.isEmpty() && dice.falls(20)) {
            return dice.oneOf(imported);
        }
        byte[] bytes = new byte[32];
        for (int i = 0; i < bytes.length; i++) {
            bytes[i] = (byte) dice.below(256);
        }
        String hex = HexFormat.of().formatHex(bytes);
        String text = dice.oneOf(List.of(hex, "kaa_" + hex, "nobodys_" + hex));
        Secret secret = new Secret("foreign key " + imported.size(), text);
        imported.add(secret);
        return secret;
    }

    private boolean isDeleted(Secret secret) {
        return model.fact(secret.text())
                .flatMap(fact -> model.find(fact.keyId()))
                .flatMap(ModelKey::deletedAt)
                .isPresent();
    }
}
