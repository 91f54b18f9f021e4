package dev.keysmith.core.updating;

import dev.keysmith.core.access.Limits;
import dev.keysmith.core.access.RateLimit;
import dev.keysmith.core.access.Role;
import dev.keysmith.core.access.ScopeSet;
import dev.keysmith.core.error.FieldError;
import dev.keysmith.core.granting.GrantFields;
import dev.keysmith.core.granting.RequestedRate;
import dev.keysmith.core.key.ApiKeyMetadata;
import dev.keysmith.core.key.KeyFormat;
import dev.keysmith.core.key.Validity;
import dev.keysmith.core.network.AllowedNetworks;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;

/** Applies a patch to a key, and collects what is wrong with it. */
final class KeyPatch {

    private final GrantFields fields = new GrantFields();
    private final UpdateKeyCommand command;
    private final ApiKeyMetadata before;
    private final Role role;
    private final Instant now;

    KeyPatch(UpdateKeyCommand command, ApiKeyMetadata before, Role role, Instant now) {
        this.command = command;
        this.before = before;
        this.role = role;
        this.now = now;
    }

    /** What was wrong; empty before {@link #apply} and where all is well. */
    List<FieldError> errors() {
        return fields.errors();
    }

    /** The changed key, or empty where something is wrong. A patch that changes nothing gives the key as it is. */
    Optional<ApiKeyMetadata> apply() {
        String name = name();
        ScopeSet scopes = scopes();
        Limits limits = limits();
        AllowedNetworks networks = networks();
        Map<String, String> metadata = metadata();
        Optional<Validity> validity = validity();
        if (!fields.errors().isEmpty()) {
            return Optional.empty();
        }
        ApiKeyMetadata after = before.updated(name, scopes, limits, networks, metadata, validity.orElseThrow());
        return Optional.of(
                after.equals(before.updated(
                                before.name(),
                                before.scopes(),
                                before.limits(),
                                before.networks(),
                                before.metadata(),
                                before.validity()))
                        ? before
                        : after);
    }

    private String name() {
        required("/name", command.name());
        command.name().changed().ifPresent(fields::name);
        return command.name().changed().orElse(before.name());
    }

    private ScopeSet scopes() {
        return switch (command.scopes()) {
            case Patch.Unchanged<List<String>> _ -> before.scopes();
            case Patch.Removed<List<String>> _ -> role.scopes();
            case Patch.Changed<List<String>>(List<String> texts) -> fields.scopes(texts);
        };
    }

    private Limits limits() {
        return new Limits(rateLimit(), quota());
    }

    private Optional<RateLimit> rateLimit() {
        return switch (command.rateLimit()) {
            case Patch.Unchanged<?> _ -> before.limits().rate();
            case Patch.Removed<?> _ -> role.limits().rate();
            case Patch.Changed<RequestedRate>(var asked) -> fields.rateLimit(asked);
        };
    }

    private OptionalLong quota() {
        return switch (command.quota()) {
            case Patch.Unchanged<?> _ -> before.limits().quota();
            case Patch.Removed<?> _ -> role.limits().quota();
            case Patch.Changed<Long>(Long asked) -> fields.quota(asked);
        };
    }

    private AllowedNetworks networks() {
        return switch (command.allowedNetworks()) {
            case Patch.Unchanged<?> _ -> before.networks();
            case Patch.Removed<?> _ -> AllowedNetworks.ANY;
            case Patch.Changed<List<String>>(List<String> texts) -> fields.allowedNetworks(texts);
        };
    }

    private Map<String, String> metadata() {
        Map<String, String> merged = new LinkedHashMap<>();
        if (!(command.metadata() instanceof Patch.Removed<?>)) {
            merged.putAll(before.metadata());
        }
        command.metadata()
                .changed()
                .ifPresent(entries -> entries.forEach((entry, patch) -> {
                    merged.remove(entry);
                    patch.changed().ifPresent(value -> merged.put(entry, value));
                }));
        fields.metadata(merged);
        return merged;
    }

    private Optional<Validity> validity() {
        required("/expires_in_days", command.expiresInDays());
        required("/expires_at", command.expiresAt());
        required("/max_expires_at", command.maxExpiresAt());
        Optional<Instant> end = expiresAt();
        Instant expiresAt = end.orElse(before.expiresAt());
        Validity old = before.validity();
        // Who brings the end forward means it: no refresh shall put it off again.
        Instant maxByDefault = expiresAt.isBefore(old.expiresAt()) ? expiresAt : old.maxExpiresAt();
        Instant maxExpiresAt = command.maxExpiresAt()
                .changed()
                .map(asked -> asked.truncatedTo(ChronoUnit.MILLIS))
                .orElse(maxByDefault);
        if (maxExpiresAt.isAfter(old.maxExpiresAt())) {
            fields.refuse("/max_expires_at", "must not be later than it is");
        }
        if (before.format() == KeyFormat.JWT && expiresAt.isAfter(old.expiresAt())) {
            fields.refuse(
                    command.pointers().lifetime(),
                    "must not be later than it is: a key in JWT form says itself when it expires");
        }
        if (maxExpiresAt.isBefore(expiresAt)) {
            fields.refuse(
                    command.maxExpiresAt().changed().isPresent()
                            ? "/max_expires_at"
                            : command.pointers().lifetime(),
                    "must not be beyond the key's maximum age, and that not before its expiry");
            return Optional.empty();
        }
        Duration lifetime = end.map(then -> Duration.between(now, then)).orElse(old.lifetime());
        return Optional.of(new Validity(old.createdAt(), expiresAt, lifetime, old.refreshLifetime(), maxExpiresAt));
    }

    private Optional<Instant> expiresAt() {
        Optional<Duration> days = command.expiresInDays().changed().map(Duration::ofDays);
        Optional<Instant> at = command.expiresAt().changed();
        if (days.isPresent() && at.isPresent()) {
            fields.refuse("/expires_at", "must not be given together with expires_in_days");
            return Optional.empty();
        }
        return days.or(() -> at.map(end -> Duration.between(now, end.truncatedTo(ChronoUnit.MILLIS))))
                .flatMap(asked -> fields.lifetime(command.pointers().lifetime(), asked, role))
                .map(now::plus);
    }

    private void required(String pointer, Patch<?> patch) {
        if (patch instanceof Patch.Removed<?>) {
            fields.refuse(pointer, "cannot be removed");
        }
    }
}
