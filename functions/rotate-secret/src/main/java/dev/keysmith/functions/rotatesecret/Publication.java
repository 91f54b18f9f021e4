package dev.keysmith.functions.rotatesecret;

import dev.keysmith.core.access.Roles;
import dev.keysmith.core.jwk.VerificationKey;
import dev.keysmith.core.secret.VerificationSecret;
import dev.keysmith.signing.SigningKey;
import dev.keysmith.signing.SigningSecret;
import jakarta.inject.Singleton;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Comparator;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;
import java.util.function.UnaryOperator;

/**
 * Publishes signing keys in the {@code verification} secret, beside whatever else changes it: each change is made from the current
 * version, and becomes current only if that one still is.
 */
@Singleton
final class Publication {

    /** A label of ours: who makes a version must give it one, and a version without any label may be removed. */
    private static final String STAGE = "KEYSMITH_PUBLISHING";

    private static final int ATTEMPTS = 5;
    private static final int VERSION_ID_BYTES = 16;

    /** Clocks of who signs and who verifies are allowed to be apart for so long at most. */
    private static final Duration LARGEST_SKEW = Duration.ofMinutes(1);

    private final SecretVersions versions;
    private final RotationSettings settings;
    private final Roles roles;
    private final InstantSource clock;
    private final SecureRandom random;

    Publication(
            SecretVersions versions, RotationSettings settings, Roles roles, InstantSource clock, SecureRandom random) {
        this.versions = versions;
        this.settings = settings;
        this.roles = roles;
        this.clock = clock;
        this.random = random;
    }

    /**
     * Publishes what the pending secret signs with. Keys that can have signed nothing that is still good go in the same write.
     * Does nothing where all is published already.
     */
    void publish(SigningSecret current, SigningSecret pending) {
        change(published -> {
            List<SigningKey> missing = pending.keys().stream()
                    .filter(key -> published.key(key.kid()).isEmpty())
                    .toList();
            if (missing.isEmpty()) {
                return published;
            }
            VerificationSecret next = withoutRetired(withoutStrays(published, current, pending), current, pending);
            for (SigningKey key : missing) {
                next = next.with(key.verificationKey(activeFrom()));
            }
            return next;
        });
    }

    /** Lets a key that nobody signs with yet become active later. */
    void postpone(String kid) {
        change(published -> published
                .key(kid)
                .map(key -> published.withoutKey(kid).with(key.startingAt(activeFrom())))
                .orElse(published));
    }

    private Instant activeFrom() {
        return clock.instant().plus(settings.delay());
    }

    /** Without keys that are newer than all that sign: rotations that came to no end published them, and nothing was signed. */
    private static VerificationSecret withoutStrays(
            VerificationSecret published, SigningSecret current, SigningSecret pending) {
        Optional<Instant> newest = published.keys().stream()
                .filter(key -> current.key(key.kid()).isPresent())
                .map(VerificationKey::activeFrom)
                .max(Comparator.naturalOrder());
        return without(
                published,
                key -> pending.key(key.kid()).isEmpty()
                        && newest.filter(time -> key.activeFrom().isAfter(time)).isPresent());
    }

    /** Without keys whose successor has been active for so long that nothing they signed is still good. */
    private VerificationSecret withoutRetired(
            VerificationSecret published, SigningSecret current, SigningSecret pending) {
        Instant goodSince = clock.instant()
                .minus(roles.longestLifetime())
                .minus(LARGEST_SKEW)
                .minus(settings.untilUnused());
        return without(
                published,
                key -> current.key(key.kid()).isEmpty()
                        && pending.key(key.kid()).isEmpty()
                        && published.keys().stream()
                                .map(VerificationKey::activeFrom)
                                .anyMatch(time -> time.isAfter(key.activeFrom()) && time.isBefore(goodSince)));
    }

    private static VerificationSecret without(VerificationSecret published, Predicate<VerificationKey> unwanted) {
        VerificationSecret rest = published;
        for (VerificationKey key : published.keys()) {
            if (unwanted.test(key)) {
                rest = rest.withoutKey(key.kid());
            }
        }
        return rest;
    }

    private void change(UnaryOperator<VerificationSecret> change) {
        String name = settings.verificationSecret();
        for (int attempt = 1; attempt <= ATTEMPTS; attempt++) {
            SecretVersion current = versions.current(name);
            VerificationSecret before = VerificationSecret.parse(current.value());
            VerificationSecret after = change.apply(before);
            if (after == before) {
                return;
            }
            SecretVersion next = new SecretVersion(newVersionId(), after.toText());
            versions.put(name, next, STAGE);
            if (versions.makeCurrent(name, current.id(), next.id())) {
                return;
            }
        }
        throw new RotationException(name + " was changed by others again and again");
    }

    private String newVersionId() {
        byte[] id = new byte[VERSION_ID_BYTES];
        random.nextBytes(id);
        return HexFormat.of().formatHex(id);
    }
}
