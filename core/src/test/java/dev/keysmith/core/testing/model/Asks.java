package dev.keysmith.core.testing.model;

import dev.keysmith.core.granting.RequestedGrant;
import dev.keysmith.core.granting.RequestedRate;
import dev.keysmith.core.updating.Patch;
import dev.keysmith.core.updating.UpdateKeyCommand;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;

/** What may be asked of a key: mostly what can be given, sometimes too much, now and then nonsense. */
final class Asks {

    static final List<String> OWNERS = List.of("root", "acme", "blue", "corp", "dune");

    private static final List<String> ROLES = List.of("basic", "contributor", "node_operator", "brief", "admin");
    private static final List<List<String>> SCOPES = List.of(
            List.of("*"),
            List.of("*", "owners:any"),
            List.of("keys:*", "chat:*"),
            List.of("keys:*", "chat:*", "owners:any"),
            List.of("keys:issue", "keys:import", "chat:*"),
            List.of("keys:issue", "keys:rotate", "keys:revoke", "chat:read", "chat:write"),
            List.of("keys:read", "keys:update", "chat:*"),
            List.of("keys:read", "keys:delete", "owners:any"),
            List.of("chat:read", "owners:*"),
            List.of("node:start", "dataset:*"),
            List.of("chat:read"),
            List.of());

    private final Dice dice;
    private final Terms terms;
    private int named;

    Asks(Dice dice, Terms terms) {
        this.dice = dice;
        this.terms = terms;
    }

    /** A new key, as this caller may ask for it. */
    RequestedGrant grant(Caller caller, Instant now) {
        return grant(caller, dice.maybe(40, () -> dice.falls(95) ? "jwt" : dice.oneOf(List.of("opaque", "jws"))), now);
    }

    /** A key of another system, which has a form already. */
    RequestedGrant imported(Caller caller, Instant now) {
        return grant(caller, Optional.empty(), now);
    }

    private RequestedGrant grant(Caller caller, Optional<String> format, Instant now) {
        boolean isMighty = caller.holds(Scopes.ALL);
        Optional<Instant> end = caller.isToken() && dice.falls(85)
                ? Optional.of(now.plusMillis(caller.maxAge().toMillis() / (1 + dice.below(2))))
                : dice.maybe(15, () -> now.plus(span()));
        return new RequestedGrant(
                name(),
                dice.maybe(caller.mayActFor("nobody") ? 60 : 10, () -> dice.oneOf(OWNERS)),
                dice.maybe(60, () -> isMighty || dice.falls(15) ? dice.oneOf(ROLES) : "brief")
                        .map(role -> dice.falls(2) ? "nobody" : role),
                dice.maybe(65, () -> isMighty || dice.falls(25) ? scopes() : some(caller)),
                dice.maybe(35, () -> dice.falls(75) ? "test" : dice.falls(90) ? "live" : "mars"),
                format,
                end.isPresent() && dice.falls(95) ? Optional.empty() : dice.maybe(15, this::days),
                end,
                dice.maybe(12, () -> end.orElse(now).plus(span())),
                dice.maybe(25, this::rate),
                dice.maybe(15, this::quota),
                dice.maybe(20, this::networks),
                dice.maybe(40, this::metadata).orElse(Map.of()));
    }

    /** A change of a key, as this caller may ask for it. */
    UpdateKeyCommand change(Caller caller, Instant now) {
        return new UpdateKeyCommand(
                patch(25, this::name, 3),
                patch(30, () -> dice.falls(50) ? scopes() : some(caller), 20),
                patch(20, this::days, 3),
                patch(15, () -> now.plus(span()), 3),
                patch(15, () -> now.plus(span()), 3),
                patch(20, this::rate, 20),
                patch(12, this::quota, 20),
                patch(15, this::networks, 20),
                patch(
                        30,
                        () -> Map.of(
                                "team",
                                dice.falls(30) ? new Patch.Removed<>() : changed("red"),
                                "n",
                                changed(Integer.toString(dice.below(9)))),
                        20));
    }

    /** A token, as this caller may ask for it. */
    Operation.Mint token(Secret secret, Caller caller) {
        return new Operation.Mint(
                secret,
                dice.maybe(60, () -> dice.falls(15) ? scopes() : some(caller)),
                dice.maybe(60, () -> dice.oneOf(List.of(1, 2, 10, 60, 600, 600, 3_599, 3_600, 3_600, 0, 3_601))),
                dice.maybe(20, () -> dice.falls(90) ? dice.oneOf(terms.audiences()) : "nobody"));
    }

    private <T> Patch<T> patch(int percent, Supplier<T> value, int percentRemoved) {
        if (!dice.falls(percent)) {
            return new Patch.Unchanged<>();
        }
        return dice.falls(percentRemoved) ? new Patch.Removed<>() : new Patch.Changed<>(value.get());
    }

    private static Patch<String> changed(String value) {
        return new Patch.Changed<>(value);
    }

    private String name() {
        return dice.falls(1) ? " " : "key " + named++;
    }

    private List<String> scopes() {
        return dice.falls(2) ? List.of("chat:read", "no scope") : dice.oneOf(SCOPES);
    }

    /** Some of what the caller has. */
    private List<String> some(Caller caller) {
        return caller.scopes().stream().sorted().filter(_ -> dice.falls(80)).toList();
    }

    private int days() {
        return dice.oneOf(List.of(1, 1, 1, 2, 2, 3, 3, 6, 7, 7, 7, 20, 30, 90, 365, 0, 4_000));
    }

    /** A time that says something about a key's life in this deployment. */
    private Duration span() {
        Duration brief = terms.briefLifetime();
        return dice.oneOf(List.of(
                brief.dividedBy(2).plusMillis(dice.below(100)),
                brief,
                brief.multipliedBy(2).plusMillis(dice.below(100)),
                Duration.ofDays(1).minusMillis(dice.below(3)),
                Duration.ofDays(3),
                Duration.ofDays(7),
                Duration.ofDays(20),
                Duration.ofDays(364),
                Duration.ofMillis(-1)));
    }

    private RequestedRate rate() {
        return new RequestedRate(
                dice.oneOf(List.of(1, 1, 10, 10, 600, 600, 900, 1_000, 1_001, 5_000, 20_000, 10_000_001)),
                dice.oneOf(List.of(1L, 60L, 3_600L, 3_600L, 86_400L, 2_592_000L)));
    }

    private long quota() {
        return dice.oneOf(List.of(10L, 1_000L, 1_000L, 1_000_000L, 1_000_000_000_000L, 0L));
    }

    private List<String> networks() {
        return dice.falls(2) ? List.of("192.0.2.1") : dice.oneOf(Networks.LISTS);
    }

    private Map<String, String> metadata() {
        return dice.falls(2)
                ? Map.of("", "no name")
                : dice.falls(2) ? Map.of("long", "x".repeat(4_093)) : Map.of("team", "blue", "mark", "é");
    }
}
