package dev.keysmith.core.testing.model;

import dev.keysmith.core.granting.RequestedGrant;
import dev.keysmith.core.granting.RequestedRate;
import dev.keysmith.core.updating.Patch;
import dev.keysmith.core.updating.UpdateKeyCommand;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** What a key may be given, and by whom. */
final class Grants {

    private final Terms terms;

    Grants(Terms terms) {
        this.terms = terms;
    }

    /** What came of reading what is asked for: the key as it would be, or the code of a refusal. */
    record Reading(Optional<ModelKey> key, String code) {

        private static Reading refused(String code) {
            return new Reading(Optional.empty(), code);
        }
    }

    /** The key that this would make; its id is not known yet. */
    Reading read(Caller giver, RequestedGrant asked, String format, Instant at) {
        String owner = asked.owner().orElse(giver.owner());
        String environment = asked.environment().orElse("live");
        Optional<Terms.Role> found = terms.find(asked.role().orElse("basic"));
        Optional<Rate> rate = asked.rateLimit().map(Grants::rate);
        if (found.isEmpty()
                || asked.name().isBlank()
                || !owner.matches("[A-Za-z0-9][A-Za-z0-9._-]{0,63}")
                || !Set.of("live", "test").contains(environment)
                || !Set.of("opaque", "jwt").contains(asked.format().orElse("opaque"))
                || !asked.scopes().orElse(List.of()).stream().allMatch(Scopes::isScope)
                || !rate.map(Rate::isValid).orElse(true)
                || !asked.quota().map(Grants::isQuota).orElse(true)
                || !asked.allowedNetworks().map(Networks::areValid).orElse(true)
                || !isValid(asked.metadata())
                || (asked.expiresInDays().isPresent() && asked.expiresAt().isPresent())) {
            return Reading.refused("request_invalid");
        }
        Terms.Role role = found.get();
        boolean isExempt = giver.isExempt();
        Duration lifetime = length(asked.expiresInDays(), asked.expiresAt(), at).orElse(role.lifetime());
        Duration ageByDefault = longer(lifetime, isExempt ? role.maxAge() : shorter(role.maxAge(), giver.maxAge()));
        Duration maxAge =
                asked.maxExpiresAt().map(end -> Duration.between(at, end)).orElse(ageByDefault);
        if (!lifetime.isPositive()
                || lifetime.compareTo(role.lifetime()) > 0
                || maxAge.compareTo(lifetime) < 0
                || maxAge.compareTo(role.maxAge()) > 0) {
            return Reading.refused("request_invalid");
        }
        Duration refreshLifetime = isExempt ? role.lifetime() : shorter(role.lifetime(), giver.lifetime());
        ModelKey key = ModelKey.issued(
                "",
                format,
                new ModelKey.Origin(owner, role.name(), environment, at, Optional.of(giver.id()), refreshLifetime),
                new ModelKey.Content(
                        asked.name(),
                        asked.scopes().<Set<String>>map(HashSet::new).orElse(role.scopes()),
                        rate.or(role::rate),
                        asked.quota(),
                        asked.allowedNetworks().orElse(giver.networks()),
                        asked.metadata()),
                new ModelKey.Term(at.plus(lifetime), lifetime, at.plus(maxAge)));
        return couldGive(giver, key) ? new Reading(Optional.of(key), "") : Reading.refused("grant_exceeds_own");
    }

    /** Whether the giver could have issued this key, as it is. */
    boolean couldGive(Caller giver, ModelKey key) {
        Set<String> roleScopes = terms.find(key.origin().role()).orElseThrow().scopes();
        return giver.mayActFor(key.origin().owner())
                && Scopes.holdsAll(giver.scopes(), roleScopes)
                && Scopes.holdsAll(giver.scopes(), key.content().scopes())
                && mayReach(giver, key)
                && mayGive(giver, key.term().lifetime())
                && (giver.isExempt()
                        || (key.maxAge().compareTo(giver.maxAge()) <= 0
                                && key.origin().refreshLifetime().compareTo(longestAtOnce(giver)) <= 0))
                && mayGive(giver, key.content().rate())
                && mayGiveQuota(giver, key.content().quota())
                && Networks.areWithin(key.content().networks(), giver.networks());
    }

    /** The key as changed, the same one where nothing changes, or the code of a refusal. */
    Reading update(Caller updater, ModelKey before, UpdateKeyCommand change, Instant at) {
        Terms.Role role = terms.find(before.origin().role()).orElseThrow();
        Map<String, String> metadata = merged(before.content().metadata(), change.metadata());
        Set<String> scopes =
                switch (change.scopes()) {
                    case Patch.Unchanged<?> _ -> before.content().scopes();
                    case Patch.Removed<?> _ -> role.scopes();
                    case Patch.Changed<List<String>>(var texts) -> new HashSet<>(texts);
                };
        Optional<Rate> rate =
                switch (change.rateLimit()) {
                    case Patch.Unchanged<?> _ -> before.content().rate();
                    case Patch.Removed<?> _ -> role.rate();
                    case Patch.Changed<RequestedRate>(var asked) -> Optional.of(rate(asked));
                };
        Optional<Long> quota =
                switch (change.quota()) {
                    case Patch.Unchanged<?> _ -> before.content().quota();
                    // No role has one.
                    case Patch.Removed<?> _ -> Optional.empty();
                    case Patch.Changed<Long>(var asked) -> Optional.of(asked);
                };
        List<String> networks =
                switch (change.allowedNetworks()) {
                    case Patch.Unchanged<?> _ -> before.content().networks();
                    case Patch.Removed<?> _ -> List.of();
                    case Patch.Changed<List<String>>(var texts) -> texts;
                };
        String name = change.name().changed().orElse(before.content().name());
        Optional<Duration> length =
                length(change.expiresInDays().changed(), change.expiresAt().changed(), at);
        Instant expiresAt = length.map(at::plus).orElse(before.term().expiresAt());
        Instant maxExpiresAt = change.maxExpiresAt()
                .changed()
                // Who brings the end forward means it.
                .orElse(
                        expiresAt.isBefore(before.term().expiresAt())
                                ? expiresAt
                                : before.term().maxExpiresAt());
        if (isRemoved(change.name())
                || isRemoved(change.expiresInDays())
                || isRemoved(change.expiresAt())
                || isRemoved(change.maxExpiresAt())
                || (change.expiresInDays().changed().isPresent()
                        && change.expiresAt().changed().isPresent())
                || name.isBlank()
                || !scopes.stream().allMatch(Scopes::isScope)
                || !rate.map(Rate::isValid).orElse(true)
                || !quota.map(Grants::isQuota).orElse(true)
                || !Networks.areValid(networks)
                || !isValid(metadata)
                || length.filter(asked -> !asked.isPositive() || asked.compareTo(role.lifetime()) > 0)
                        .isPresent()
                || (before.isSigned() && expiresAt.isAfter(before.term().expiresAt()))
                || maxExpiresAt.isAfter(before.term().maxExpiresAt())
                || maxExpiresAt.isBefore(expiresAt)) {
            return Reading.refused("request_invalid");
        }
        ModelKey after = before.updated(
                new ModelKey.Content(name, scopes, rate, quota, networks, metadata),
                new ModelKey.Term(expiresAt, length.orElse(before.term().lifetime()), maxExpiresAt));
        boolean isRevived = !at.isBefore(before.term().expiresAt()) && at.isBefore(expiresAt);
        if (isRevived ? !couldGive(updater, after) : !mayAdd(updater, before, after)) {
            return Reading.refused("grant_exceeds_own");
        }
        boolean isSame =
                after.content().equals(before.content()) && after.term().equals(before.term());
        return new Reading(Optional.of(isSame ? before : after), "");
    }

    private static Duration longestAtOnce(Caller giver) {
        return longer(giver.lifetime(), giver.refreshLifetime());
    }

    /** Whether the updater could give what the key has after and did not have before. */
    private static boolean mayAdd(Caller updater, ModelKey before, ModelKey after) {
        boolean hasMoreScopes =
                !Scopes.holdsAll(before.content().scopes(), after.content().scopes());
        boolean isLonger = after.term().expiresAt().isAfter(before.term().expiresAt())
                || after.term().lifetime().compareTo(before.term().lifetime()) > 0;
        boolean isFaster = !isWithin(after.content().rate(), before.content().rate());
        boolean hasMoreQuota =
                !isQuotaWithin(after.content().quota(), before.content().quota());
        boolean isUsedFromMore =
                !Networks.areWithin(after.content().networks(), before.content().networks());
        boolean mayGiveScopes =
                after.content().scopes().stream().allMatch(scope -> before.holds(scope) || updater.holds(scope));
        return mayGiveScopes
                && (!isLonger || mayGive(updater, after.term().lifetime()))
                && (!isFaster || mayGive(updater, after.content().rate()))
                && (!hasMoreQuota || mayGiveQuota(updater, after.content().quota()))
                && ((mayReach(updater, after)
                                && Networks.areWithin(after.content().networks(), updater.networks()))
                        || !(hasMoreScopes || isLonger || isFaster || hasMoreQuota || isUsedFromMore));
    }

    private static boolean mayReach(Caller giver, ModelKey key) {
        return !(giver.environment().equals("test")
                && key.origin().environment().equals("live"));
    }

    private static boolean mayGive(Caller giver, Duration lifetime) {
        return giver.isExempt() || lifetime.compareTo(giver.lifetime()) <= 0;
    }

    private static boolean mayGive(Caller giver, Optional<Rate> rate) {
        return giver.isExempt() || isWithin(rate, giver.rate());
    }

    private static boolean isWithin(Optional<Rate> rate, Optional<Rate> other) {
        return other.isEmpty() || (rate.isPresent() && rate.get().isWithin(other.get()));
    }

    private static boolean isQuota(long asked) {
        return asked >= 1 && asked <= 1_000_000_000_000L;
    }

    private static boolean mayGiveQuota(Caller giver, Optional<Long> quota) {
        return giver.isExempt() || isQuotaWithin(quota, giver.quota());
    }

    private static boolean isQuotaWithin(Optional<Long> quota, Optional<Long> other) {
        return other.isEmpty() || (quota.isPresent() && quota.get() <= other.get());
    }

    private static Map<String, String> merged(Map<String, String> before, Patch<Map<String, Patch<String>>> change) {
        Map<String, String> after = change instanceof Patch.Removed<?> ? new HashMap<>() : new HashMap<>(before);
        change.changed().orElse(Map.of()).forEach((name, entry) -> {
            if (entry instanceof Patch.Changed<String>(String value)) {
                after.put(name, value);
            } else {
                after.remove(name);
            }
        });
        return after;
    }

    private static boolean isValid(Map<String, String> metadata) {
        int bytes = metadata.entrySet().stream()
                .mapToInt(entry -> (entry.getKey() + entry.getValue()).getBytes(StandardCharsets.UTF_8).length)
                .sum();
        return bytes <= 4096 && !metadata.containsKey("");
    }

    private static Optional<Duration> length(Optional<Integer> days, Optional<Instant> end, Instant at) {
        return days.map(Duration::ofDays).or(() -> end.map(then -> Duration.between(at, then)));
    }

    private static boolean isRemoved(Patch<?> patch) {
        return patch instanceof Patch.Removed<?>;
    }

    private static Rate rate(RequestedRate asked) {
        return new Rate(asked.requests(), asked.windowSeconds());
    }

    private static Duration shorter(Duration one, Duration other) {
        return one.compareTo(other) <= 0 ? one : other;
    }

    private static Duration longer(Duration one, Duration other) {
        return one.compareTo(other) >= 0 ? one : other;
    }
}
