package dev.keysmith.core.key;

import dev.keysmith.core.access.Limits;
import dev.keysmith.core.access.Owner;
import dev.keysmith.core.access.RoleName;
import dev.keysmith.core.access.ScopeSet;
import dev.keysmith.core.network.AllowedNetworks;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;

/**
 * What is known of a key and may be shown to its owner; it holds neither secret nor hash.
 *
 * @param keyId its public name
 * @param owner whose key it is
 * @param name what its issuer calls it
 * @param role its role
 * @param scopes its scopes
 * @param environment live or test
 * @param format what form its present secret has
 * @param status whether it was revoked
 * @param limits how much it may be used
 * @param networks where it may be used from
 * @param metadata the issuer's own data
 * @param issuedBy the key that issued it; empty for a deployment's first key
 * @param validity how long it is good
 * @param generation which of its secrets is the present one; the first is 1
 * @param lastRotation when its secret was last changed; empty where it never was
 * @param version rises by one with each change
 */
public record ApiKeyMetadata(
        KeyId keyId,
        Owner owner,
        String name,
        RoleName role,
        ScopeSet scopes,
        Environment environment,
        KeyFormat format,
        KeyStatus status,
        Limits limits,
        AllowedNetworks networks,
        Map<String, String> metadata,
        Optional<KeyId> issuedBy,
        Validity validity,
        int generation,
        Optional<Rotation> lastRotation,
        long version) {

    public ApiKeyMetadata {
        metadata = Map.copyOf(metadata);
    }

    public Instant createdAt() {
        return validity.createdAt();
    }

    public Instant expiresAt() {
        return validity.expiresAt();
    }

    /** Whether it is neither revoked nor expired at this time. */
    public boolean isGoodAt(Instant now) {
        return status instanceof KeyStatus.Active && now.isBefore(expiresAt());
    }

    /** The next version, with nothing changed that is shown. */
    ApiKeyMetadata next() {
        return updated(name, scopes, limits, networks, metadata, validity);
    }

    /** The next version, with a new secret of this format. */
    public ApiKeyMetadata rotated(KeyFormat newFormat, Rotation rotation) {
        return next(newFormat, validity, generation + 1, rotation);
    }

    /** The next version, with a new secret of the same format and another expiry. */
    public ApiKeyMetadata renewed(Validity newValidity, Rotation rotation) {
        return next(format, newValidity, generation + 1, rotation);
    }

    /** The next version, whose previous secret is no longer accepted. */
    public ApiKeyMetadata graceEnded(Rotation rotation) {
        return next(format, validity, generation, rotation);
    }

    private ApiKeyMetadata next(KeyFormat newFormat, Validity newValidity, int newGeneration, Rotation rotation) {
        return new ApiKeyMetadata(
                keyId,
                owner,
                name,
                role,
                scopes,
                environment,
                newFormat,
                status,
                limits,
                networks,
                metadata,
                issuedBy,
                newValidity,
                newGeneration,
                Optional.of(rotation),
                version + 1);
    }

    /** The next version, with what an updater may change. */
    public ApiKeyMetadata updated(
            String newName,
            ScopeSet newScopes,
            Limits newLimits,
            AllowedNetworks newNetworks,
            Map<String, String> newMetadata,
            Validity newValidity) {
        return new ApiKeyMetadata(
                keyId,
                owner,
                newName,
                role,
                newScopes,
                environment,
                format,
                status,
                newLimits,
                newNetworks,
                newMetadata,
                issuedBy,
                newValidity,
                generation,
                lastRotation,
                version + 1);
    }
}
