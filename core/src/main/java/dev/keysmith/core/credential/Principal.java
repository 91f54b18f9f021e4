package dev.keysmith.core.credential;

import dev.keysmith.core.access.Limits;
import dev.keysmith.core.access.Owner;
import dev.keysmith.core.access.RateLimit;
import dev.keysmith.core.access.RoleName;
import dev.keysmith.core.access.Scope;
import dev.keysmith.core.access.ScopeSet;
import dev.keysmith.core.key.Actor;
import dev.keysmith.core.key.ApiKeyMetadata;
import dev.keysmith.core.key.Environment;
import dev.keysmith.core.key.KeyId;
import dev.keysmith.core.key.Validity;
import dev.keysmith.core.network.AllowedNetworks;
import dev.keysmith.core.token.JwtClaims;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.function.Function;

/**
 * Who makes a request, as the authorizer verified it. It travels from the authorizer to a function in the gateway's authorizer
 * context, which no client can write.
 *
 * @param kind what it presented
 * @param keyId the key; of a token, the one that it was minted from
 * @param owner whose key it is
 * @param role its role
 * @param scopes its scopes
 * @param environment live or test
 * @param generation which of the key's secrets it presented, or its token was minted from
 * @param validity how long it is good; its durations are the most that it may give
 * @param limits how much it may be used, and the most that it may give
 * @param networks where it may be used from, and where what it gives may be at most
 */
public record Principal(
        CredentialKind kind,
        KeyId keyId,
        Owner owner,
        RoleName role,
        ScopeSet scopes,
        Environment environment,
        int generation,
        Validity validity,
        Limits limits,
        AllowedNetworks networks) {

    /** This principal as the one who makes a change. */
    public Actor actor() {
        return Actor.of(keyId, owner);
    }

    static Principal of(ApiKeyMetadata key, CredentialKind kind, int generation) {
        return new Principal(
                kind,
                key.keyId(),
                key.owner(),
                key.role(),
                key.scopes(),
                key.environment(),
                generation,
                key.validity(),
                key.limits(),
                key.networks());
    }

    /** Who presents a token: never wider than its key is now, and never longer than the token lives. */
    static Principal of(ApiKeyMetadata key, JwtClaims token) {
        Instant end = token.expiresAt().isBefore(key.expiresAt()) ? token.expiresAt() : key.expiresAt();
        Duration lifetime = Duration.between(token.issuedAt(), token.expiresAt());
        return new Principal(
                CredentialKind.ACCESS_TOKEN,
                key.keyId(),
                key.owner(),
                key.role(),
                token.scope().orElseThrow().intersectionWith(key.scopes()),
                key.environment(),
                token.id().generation(),
                new Validity(token.issuedAt(), end, lifetime, lifetime, end),
                key.limits(),
                key.networks());
    }

    /** Whether it presents a token: that mints, refreshes and rotates nothing. */
    public boolean isToken() {
        return kind == CredentialKind.ACCESS_TOKEN;
    }

    /** Whether limits and lifetimes bind what it gives: they do not where it holds {@code *}, unless by a token. */
    public boolean isExemptFromLimits() {
        return !isToken() && scopes.covers(Scope.ALL);
    }

    /** Whether it may act on what belongs to this owner. */
    public boolean mayActFor(Owner other) {
        return owner.equals(other) || scopes.covers(Scope.OWNERS_ANY);
    }

    /** Its own owner where it may act for no other: what it may not see does not exist. */
    public Optional<Owner> onlyOwner() {
        return scopes.covers(Scope.OWNERS_ANY) ? Optional.empty() : Optional.of(owner);
    }

    /** The authorizer context: flat, texts only, none with a quote in it. */
    public Map<String, String> toContext() {
        Map<String, String> context = new LinkedHashMap<>();
        context.put("key_id", keyId.value());
        context.put("owner", owner.value());
        context.put("role", role.value());
        context.put("scope", scopes.toString());
        context.put("environment", environment.wireName());
        context.put("credential_kind", kind.wireName());
        context.put("generation", Integer.toString(generation));
        context.put("created_at", validity.createdAt().toString());
        context.put("expires_at", validity.expiresAt().toString());
        context.put("max_expires_at", validity.maxExpiresAt().toString());
        context.put("lifetime", validity.lifetime().toString());
        context.put("refresh_lifetime", validity.refreshLifetime().toString());
        limits.rate().ifPresent(rate -> {
            context.put("rate_requests", Integer.toString(rate.requests()));
            context.put("rate_window_seconds", Long.toString(rate.window().toSeconds()));
        });
        if (limits.quota().isPresent()) {
            context.put("quota", Long.toString(limits.quota().getAsLong()));
        }
        if (!networks.areAny()) {
            context.put("allowed_networks", networks.toString());
        }
        return context;
    }

    /**
     * The principal in an authorizer context.
     *
     * @throws IllegalArgumentException if it is not one that {@link #toContext()} made
     */
    public static Principal fromContext(Map<String, String> context) {
        return new Principal(
                CredentialKind.of(required(context, "credential_kind")),
                new KeyId(required(context, "key_id")),
                new Owner(required(context, "owner")),
                new RoleName(required(context, "role")),
                ScopeSet.parse(required(context, "scope")),
                Environment.parse(required(context, "environment"))
                        .orElseThrow(() -> new IllegalArgumentException("no such environment")),
                Integer.parseInt(required(context, "generation")),
                validity(context),
                limits(context),
                Optional.ofNullable(context.get("allowed_networks"))
                        .map(texts -> AllowedNetworks.parse(Arrays.stream(texts.split(" ", -1))))
                        .orElse(AllowedNetworks.ANY));
    }

    private static Limits limits(Map<String, String> context) {
        return new Limits(
                Optional.ofNullable(context.get("rate_requests"))
                        .map(requests -> new RateLimit(
                                Integer.parseInt(requests),
                                Duration.ofSeconds(Long.parseLong(required(context, "rate_window_seconds"))))),
                context.containsKey("quota")
                        ? OptionalLong.of(Long.parseLong(required(context, "quota")))
                        : OptionalLong.empty());
    }

    private static Validity validity(Map<String, String> context) {
        return new Validity(
                instant(context, "created_at"),
                instant(context, "expires_at"),
                duration(context, "lifetime"),
                duration(context, "refresh_lifetime"),
                instant(context, "max_expires_at"));
    }

    private static Duration duration(Map<String, String> context, String name) {
        return parsed(context, name, Duration::parse);
    }

    private static Instant instant(Map<String, String> context, String name) {
        return parsed(context, name, Instant::parse);
    }

    private static <T> T parsed(Map<String, String> context, String name, Function<String, T> parser) {
        try {
            return parser.apply(required(context, name));
        } catch (java.time.format.DateTimeParseException e) {
            throw new IllegalArgumentException("no time or duration in " + name, e);
        }
    }

    private static String required(Map<String, String> context, String name) {
        String value = context.get(name);
        if (value == null) {
            throw new IllegalArgumentException("no " + name + " in the authorizer context");
        }
        return value;
    }
}
