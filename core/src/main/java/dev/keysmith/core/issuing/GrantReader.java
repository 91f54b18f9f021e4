package dev.keysmith.core.issuing;

import dev.keysmith.core.access.Owner;
import dev.keysmith.core.access.RateLimit;
import dev.keysmith.core.access.Role;
import dev.keysmith.core.access.RoleName;
import dev.keysmith.core.access.Roles;
import dev.keysmith.core.access.Scope;
import dev.keysmith.core.access.ScopeSet;
import dev.keysmith.core.error.FieldError;
import dev.keysmith.core.issuing.IssueKeyCommand.RequestedRate;
import dev.keysmith.core.key.Environment;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Reads what a command asks for, with the role's defaults where it asks for nothing, and collects what is wrong with it. */
final class GrantReader {

    private final List<FieldError> errors = new ArrayList<>();
    private final IssueKeyCommand command;
    private final Instant now;

    GrantReader(IssueKeyCommand command, Instant now) {
        this.command = command;
        this.now = now;
    }

    /** What was wrong; empty before {@link #read} and where all is well. */
    List<FieldError> errors() {
        return List.copyOf(errors);
    }

    /** The grant, or empty where something is wrong. */
    Optional<Grant> read(Roles roles, Owner callersOwner) {
        Optional<Owner> owner = command.owner()
                .map(text -> valid("/owner", Owner.parse(text), "must be 1 to 64 letters, digits, '.', '_' or '-'"))
                .orElse(Optional.of(callersOwner));
        Optional<Environment> environment = command.environment()
                .map(text -> valid("/environment", Environment.parse(text), "must be live or test"))
                .orElse(Optional.of(Environment.LIVE));
        Optional<Role> role = valid(
                "/role",
                command.role()
                        .map(RoleName::parse)
                        .orElse(Optional.of(Roles.BASIC))
                        .flatMap(roles::find),
                "must be a role of this deployment");
        Optional<ScopeSet> asked = command.scopes().map(this::scopes);
        Optional<RateLimit> rate = command.rateLimit().flatMap(this::rateLimit);
        Optional<Duration> lifetime = role.flatMap(this::lifetime);
        if (!errors.isEmpty()) {
            return Optional.empty();
        }
        return Optional.of(new Grant(
                owner.orElseThrow(),
                role.orElseThrow(),
                asked.orElse(role.orElseThrow().scopes()),
                environment.orElseThrow(),
                lifetime.orElseThrow(),
                rate.or(role.orElseThrow()::rateLimit)));
    }

    private <T> Optional<T> valid(String pointer, Optional<T> value, String requirement) {
        if (value.isEmpty()) {
            errors.add(new FieldError(pointer, requirement));
        }
        return value;
    }

    private ScopeSet scopes(List<String> texts) {
        if (texts.size() > ScopeSet.MAX_SIZE) {
            errors.add(new FieldError("/scopes", "must be at most " + ScopeSet.MAX_SIZE + " scopes"));
            return ScopeSet.of(List.of());
        }
        List<Scope> scopes = new ArrayList<>();
        for (int i = 0; i < texts.size(); i++) {
            valid("/scopes/" + i, Scope.parse(texts.get(i)), "must be resource:action, resource:* or *")
                    .ifPresent(scopes::add);
        }
        return ScopeSet.of(scopes);
    }

    private Optional<RateLimit> rateLimit(RequestedRate asked) {
        if (asked.requests() < 1 || asked.requests() > RateLimit.MAX_REQUESTS) {
            errors.add(new FieldError("/rate_limit/requests", "must be from 1 to " + RateLimit.MAX_REQUESTS));
            return Optional.empty();
        }
        if (asked.windowSeconds() < 1 || asked.windowSeconds() > RateLimit.MAX_WINDOW.toSeconds()) {
            errors.add(new FieldError(
                    "/rate_limit/window_seconds", "must be from 1 to " + RateLimit.MAX_WINDOW.toSeconds()));
            return Optional.empty();
        }
        return Optional.of(new RateLimit(asked.requests(), Duration.ofSeconds(asked.windowSeconds())));
    }

    private Optional<Duration> lifetime(Role role) {
        if (command.expiresInDays().isPresent() && command.expiresAt().isPresent()) {
            errors.add(new FieldError("/expires_at", "must not be given together with expires_in_days"));
            return Optional.empty();
        }
        Optional<Duration> days = command.expiresInDays().map(Duration::ofDays);
        Optional<Duration> until =
                command.expiresAt().map(end -> Duration.between(now, end.truncatedTo(ChronoUnit.MILLIS)));
        if (days.isEmpty() && until.isEmpty()) {
            return Optional.of(role.lifetime());
        }
        String pointer = days.isPresent() ? "/expires_in_days" : "/expires_at";
        return valid(
                pointer,
                days.or(() -> until)
                        .filter(Duration::isPositive)
                        .filter(lifetime -> lifetime.compareTo(role.maxLifetime()) <= 0),
                "must be in the future, and at most " + role.maxLifetime().toDays() + " days for this role");
    }
}
