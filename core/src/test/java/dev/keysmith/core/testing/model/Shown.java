package dev.keysmith.core.testing.model;

import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * A key as its owner sees it.
 *
 * @param version empty where an answer does not tell it
 */
public record Shown(
        String keyId,
        String name,
        String owner,
        String role,
        Set<String> scopes,
        String environment,
        String format,
        String status,
        Instant createdAt,
        Instant expiresAt,
        Instant maxExpiresAt,
        Optional<Instant> refreshAfter,
        Optional<Instant> graceEndsAt,
        Optional<Rate> rate,
        Optional<Long> quota,
        List<String> networks,
        Map<String, String> metadata,
        Optional<String> issuedBy,
        Optional<Instant> revokedAt,
        Optional<String> revokedBy,
        Optional<String> revocationReason,
        Optional<Long> version) {

    /** Whether an answer shows this, as far as it shows anything. */
    boolean isShownBy(Shown actual) {
        return equals(actual)
                || (actual.version.isEmpty() && with(keyId, Optional.empty()).equals(actual));
    }

    Shown withKeyId(String other) {
        return with(other, version);
    }

    private Shown with(String newKeyId, Optional<Long> newVersion) {
        return new Shown(
                newKeyId,
                name,
                owner,
                role,
                scopes,
                environment,
                format,
                status,
                createdAt,
                expiresAt,
                maxExpiresAt,
                refreshAfter,
                graceEndsAt,
                rate,
                quota,
                networks,
                metadata,
                issuedBy,
                revokedAt,
                revokedBy,
                revocationReason,
                newVersion);
    }
}
