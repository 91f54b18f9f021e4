package dev.keysmith.functions.rotatesecret;

import jakarta.inject.Singleton;
import java.util.Optional;
import java.util.Set;

/** Does the steps, each of which may come again. */
@Singleton
final class Rotations {

    private final SecretVersions versions;
    private final RotationSettings settings;
    private final VerificationRotation verification;
    private final SigningRotation signing;
    private final LedgerRotation ledger;

    Rotations(
            SecretVersions versions,
            RotationSettings settings,
            VerificationRotation verification,
            SigningRotation signing,
            LedgerRotation ledger) {
        this.versions = versions;
        this.settings = settings;
        this.verification = verification;
        this.signing = signing;
        this.ledger = ledger;
    }

    void run(RotationEvent event) {
        VersionedSecret secret = versions.describe(event.secretId());
        SecretRotation rotation = rotationOf(secret);
        Set<String> stages = secret.stagesOf(event.token());
        if (stages.contains(SecretVersions.CURRENT)) {
            // An earlier run ended it.
            return;
        }
        if (!stages.contains(SecretVersions.PENDING)) {
            throw new RotationException(
                    "version " + event.token() + " of " + secret.name() + " is not staged for rotation");
        }
        SecretVersion current = versions.current(secret.arn());
        Optional<SecretVersion> pending = versions.findPending(secret.arn(), event.token());
        if (event.step() == RotationStep.CREATE_SECRET) {
            if (pending.isEmpty()) {
                SecretVersion created = new SecretVersion(event.token(), rotation.create(current));
                versions.put(secret.arn(), created, SecretVersions.PENDING);
            } else if (rotation.isOutdated(current, pending.get())) {
                // Each further try would fail like the one before.
                throw givenUp(secret, pending.get(), Obstacles.CHANGED);
            }
            return;
        }
        SecretVersion made = pending.orElseThrow(
                () -> new RotationException("version " + event.token() + " of " + secret.name() + " has no value yet"));
        switch (event.step()) {
            case SET_SECRET -> rotation.set(current, made);
            case TEST_SECRET -> rotation.test(current, made);
            default -> finish(rotation, secret, current, made);
        }
    }

    private void finish(SecretRotation rotation, VersionedSecret secret, SecretVersion current, SecretVersion pending) {
        Optional<String> obstacle = rotation.findObstacle(current, pending);
        if (obstacle.isPresent()) {
            throw givenUp(secret, pending, obstacle.get());
        }
        if (!versions.makeCurrent(secret.arn(), current.id(), pending.id())) {
            throw new RotationException(secret.name() + " was changed by another at the same time");
        }
    }

    private RotationException givenUp(VersionedSecret secret, SecretVersion pending, String reason) {
        versions.abandon(secret.arn(), pending.id());
        return new RotationException(
                "this rotation of " + secret.name() + " is given up, since " + reason + ": rotate the secret again");
    }

    private SecretRotation rotationOf(VersionedSecret secret) {
        if (secret.isNamed(settings.verificationSecret())) {
            return verification;
        }
        if (secret.isNamed(settings.signingSecret())) {
            return signing;
        }
        if (secret.isNamed(settings.ledgerSecret())) {
            return ledger;
        }
        throw new RotationException(secret.name() + " is none of the secrets that this function rotates");
    }
}
