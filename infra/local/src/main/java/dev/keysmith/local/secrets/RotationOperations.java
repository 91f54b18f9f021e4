package dev.keysmith.local.secrets;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** RotateSecret and CancelRotateSecret, and what becomes of the rotations that they begin. */
final class RotationOperations implements RotationRunner.Outcome, AutoCloseable {

    private final SecretStore store;
    private final InstantSource clock;
    private @Nullable RotationRunner runner;
    private boolean closed;

    RotationOperations(SecretStore store, InstantSource clock) {
        this.store = store;
        this.clock = clock;
    }

    /** From now on rotations are made by this; those that an earlier run left unfinished go on. */
    void connect(RotationFunction function) {
        synchronized (store) {
            RotationRunner connected = new RotationRunner(function, this);
            runner = connected;
            for (Secret secret : store.all()) {
                SecretRotation rotation = secret.rotation();
                if (rotation != null && rotation.enabled()) {
                    secret.unfinished()
                            .ifPresent(version -> connected.start(
                                    Rotation.whole(secret.arn(), version.id(), rotation.functionArn())));
                }
            }
        }
    }

    /** The call must hold the store's monitor. */
    ObjectNode rotate(Secret secret, SecretRequest request) {
        String token = request.clientRequestToken();
        boolean immediately = request.flag("RotateImmediately", true);
        Optional<SecretVersion> unfinished = secret.unfinished();
        if (unfinished.isPresent()) {
            reattempt(secret, unfinished.get());
            if (unfinished.get().id().equals(token)) {
                return Answers.version(secret, token);
            }
            throw SecretsManagerFault.invalidRequest(
                    "A previous rotation isn't complete. That rotation will be reattempted.");
        }
        SecretRotation rotation = configured(secret, request);
        if (secret.version(token).isPresent()) {
            return Answers.version(secret, token);
        }
        SecretVersion current = secret.versionAt(Secret.CURRENT)
                .orElseThrow(() -> SecretsManagerFault.noValue("staging label: " + Secret.CURRENT));
        Instant now = clock.instant();
        Secret begun = secret.with(rotation, now)
                .add(new SecretVersion(token, immediately ? null : current.payload(), now, Set.of()))
                .attach(Secret.PENDING, token, now);
        RotationRunner connected = connected();
        store.put(begun);
        connected.start(
                immediately
                        ? Rotation.whole(secret.arn(), token, rotation.functionArn())
                        : Rotation.test(secret.arn(), token, rotation.functionArn()));
        return Answers.version(secret, token);
    }

    /** The call must hold the store's monitor. */
    ObjectNode cancel(Secret secret) {
        SecretRotation rotation = secret.rotation();
        if (rotation != null) {
            store.put(secret.with(rotation.disabled(), clock.instant()));
        }
        return secret.unfinished()
                .map(version -> Answers.version(secret, version.id()))
                .orElseGet(() -> Answers.identity(secret));
    }

    @Override
    public boolean isOpen(Rotation rotation) {
        synchronized (store) {
            return !closed
                    && store.find(rotation.secretArn())
                            .filter(secret -> secret.rotation() != null
                                    && secret.rotation().enabled())
                            .flatMap(secret -> secret.version(rotation.token()))
                            .filter(version -> version.stages().contains(Secret.PENDING))
                            .isPresent();
        }
    }

    @Override
    public void succeeded(Rotation rotation) {
        synchronized (store) {
            if (rotation.isTest()) {
                removeTested(rotation);
            } else if (!closed) {
                store.find(rotation.secretArn()).ifPresent(secret -> rotated(secret, rotation));
            }
        }
    }

    @Override
    public void failed(Rotation rotation) {
        synchronized (store) {
            if (rotation.isTest()) {
                removeTested(rotation);
            }
        }
    }

    @Override
    public void close() {
        synchronized (store) {
            closed = true;
            if (runner != null) {
                runner.close();
            }
        }
    }

    private void reattempt(Secret secret, SecretVersion unfinished) {
        SecretRotation rotation = secret.rotation();
        if (rotation != null && rotation.enabled()) {
            connected().start(Rotation.whole(secret.arn(), unfinished.id(), rotation.functionArn()));
        }
    }

    private static SecretRotation configured(Secret secret, SecretRequest request) {
        SecretRotation before = secret.rotation();
        Optional<String> functionArn = request.optional("RotationLambdaARN");
        if (before == null && functionArn.isEmpty()) {
            throw SecretsManagerFault.invalidRequest("No Lambda rotation function ARN is associated with this secret.");
        }
        return new SecretRotation(
                true,
                functionArn.orElseGet(() -> before == null ? "" : before.functionArn()),
                request.object("RotationRules").orElseGet(() -> before == null ? null : before.rules()),
                before == null ? null : before.rotatedAt());
    }

    private RotationRunner connected() {
        if (runner == null) {
            throw SecretsManagerFault.notFound("Secrets Manager cannot find the specified Lambda function.");
        }
        return runner;
    }

    private void rotated(Secret secret, Rotation rotation) {
        SecretRotation before = secret.rotation();
        boolean isCurrent = secret.versionAt(Secret.CURRENT)
                .filter(version -> version.id().equals(rotation.token()))
                .isPresent();
        if (before != null && isCurrent) {
            Instant now = clock.instant();
            store.put(secret.with(before.rotated(now), now));
        }
    }

    private void removeTested(Rotation rotation) {
        if (!closed) {
            store.find(rotation.secretArn())
                    .ifPresent(secret -> store.put(secret.without(rotation.token(), clock.instant())));
        }
    }
}
