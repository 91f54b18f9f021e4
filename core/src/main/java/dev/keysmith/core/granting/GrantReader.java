package dev.keysmith.core.granting;

import dev.keysmith.core.access.Limits;
import dev.keysmith.core.access.Owner;
import dev.keysmith.core.access.RateLimit;
import dev.keysmith.core.access.Role;
import dev.keysmith.core.access.RoleName;
import dev.keysmith.core.access.Roles;
import dev.keysmith.core.access.ScopeSet;
import dev.keysmith.core.credential.Principal;
import dev.keysmith.core.error.FieldError;
import dev.keysmith.core.key.Environment;
import dev.keysmith.core.key.KeyFormat;
import dev.keysmith.core.network.AllowedNetworks;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;

/** Reads what is asked for a new key, with the role's defaults where nothing is, and collects what is wrong with it. */
public final class GrantReader {

    private final GrantFields fields = new GrantFields();
    private final RequestedGrant asked;
    private final Instant now;

    public GrantReader(RequestedGrant asked, Instant now) {
        this.asked = asked;
        this.now = now;
    }

    /** What was wrong; empty before {@link #read} and where all is well. */
    public List<FieldError> errors() {
        return fields.errors();
    }

    /** The grant, or empty where something is wrong. */
    public Optional<Grant> read(Roles roles, Principal issuer) {
        fields.name(asked.name());
        fields.metadata(asked.metadata());
        Optional<Owner> owner = asked.owner()
                .map(text ->
                        fields.valid("/owner", Owner.parse(text), "must be 1 to 64 letters, digits, '.', '_' or '-'"))
                .orElse(Optional.of(issuer.owner()));
        Optional<Environment> environment = asked.environment()
                .map(text -> fields.valid("/environment", Environment.parse(text), "must be live or test"))
                .orElse(Optional.of(Environment.LIVE));
        Optional<KeyFormat> format = asked.format()
                .map(text -> fields.valid("/format", KeyFormat.parseMade(text), "must be opaque or jwt"))
                .orElse(Optional.of(KeyFormat.OPAQUE));
        Optional<Role> role = fields.valid(
                "/role",
                asked.role()
                        .map(RoleName::parse)
                        .orElse(Optional.of(Roles.BASIC))
                        .flatMap(roles::find),
                "must be a role of this deployment");
        Optional<ScopeSet> scopes = asked.scopes().map(fields::scopes);
        Optional<RateLimit> rate = asked.rateLimit().flatMap(fields::rateLimit);
        Optional<OptionalLong> quota = asked.quota().map(fields::quota);
        Optional<AllowedNetworks> networks = asked.allowedNetworks().map(fields::allowedNetworks);
        Optional<Duration> lifetime = role.flatMap(this::lifetime);
        Optional<Duration> maxAge = role.flatMap(known -> lifetime.flatMap(length -> maxAge(known, length, issuer)));
        if (!fields.errors().isEmpty()) {
            return Optional.empty();
        }
        Role known = role.orElseThrow();
        return Optional.of(new Grant(
                owner.orElseThrow(),
                known.name(),
                known.scopes(),
                scopes.orElse(known.scopes()),
                environment.orElseThrow(),
                format.orElseThrow(),
                lifetime.orElseThrow(),
                within(known.lifetime(), issuer, issuer.validity().lifetime()),
                maxAge.orElseThrow(),
                new Limits(
                        rate.or(known.limits()::rate),
                        quota.orElse(known.limits().quota())),
                networks.orElse(issuer.networks())));
    }

    private Optional<Duration> lifetime(Role role) {
        if (asked.expiresInDays().isPresent() && asked.expiresAt().isPresent()) {
            fields.refuse("/expires_at", "must not be given together with expires_in_days");
            return Optional.empty();
        }
        Optional<Duration> length = asked.expiresInDays()
                .map(Duration::ofDays)
                .or(() -> asked.expiresAt().map(this::untilThen));
        return length.isEmpty()
                ? Optional.of(role.lifetime())
                : fields.lifetime(asked.pointers().lifetime(), length.get(), role);
    }

    private Optional<Duration> maxAge(Role role, Duration lifetime, Principal issuer) {
        if (asked.maxExpiresAt().isEmpty()) {
            Duration own = within(role.maxAge(), issuer, issuer.validity().maxAge());
            return Optional.of(own.compareTo(lifetime) < 0 ? lifetime : own);
        }
        return fields.valid(
                "/max_expires_at",
                asked.maxExpiresAt()
                        .map(this::untilThen)
                        .filter(age -> age.compareTo(lifetime) >= 0)
                        .filter(age -> age.compareTo(role.maxAge()) <= 0),
                "must not be before the expiry, and at most " + GrantFields.text(role.maxAge())
                        + " away for this role");
    }

    /** What the role gives by itself is cut to what the issuer has; only what is asked for and exceeds that is refused. */
    private static Duration within(Duration ofRole, Principal issuer, Duration own) {
        return issuer.isExemptFromLimits() || ofRole.compareTo(own) <= 0 ? ofRole : own;
    }

    private Duration untilThen(Instant end) {
        return Duration.between(now, end.truncatedTo(ChronoUnit.MILLIS));
    }
}
