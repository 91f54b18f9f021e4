package dev.keysmith.local.provision;

import dev.keysmith.blueprint.Naming;
import dev.keysmith.core.jwk.JwsAlgorithm;
import dev.keysmith.core.secret.LedgerSecret;
import dev.keysmith.core.secret.VerificationSecret;
import dev.keysmith.signing.FirstSecrets;
import java.security.SecureRandom;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Optional;
import software.amazon.awssdk.services.secretsmanager.SecretsManagerClient;
import software.amazon.awssdk.services.secretsmanager.model.ResourceNotFoundException;

/** The secrets of a deployment: made where they are not there yet. */
final class ProvisionedSecrets {

    private final SecretsManagerClient client;
    private final Naming naming;
    private final SecureRandom random;
    private final InstantSource clock;

    ProvisionedSecrets(SecretsManagerClient client, Naming naming, SecureRandom random, InstantSource clock) {
        this.client = client;
        this.naming = naming;
        this.random = random;
        this.clock = clock;
    }

    void ensure() {
        if (find(client, naming.signingSecret()).isEmpty()) {
            makeSigningSecret();
        }
        if (find(client, naming.ledgerSecret()).isEmpty()) {
            create(
                    naming.ledgerSecret(),
                    LedgerSecret.first(random, clock.instant()).toText());
        }
    }

    /** What verifies first: a signing key that nobody knows must never be. */
    private void makeSigningSecret() {
        Instant now = clock.instant();
        Optional<VerificationSecret> kept =
                find(client, naming.verificationSecret()).map(VerificationSecret::parse);
        FirstSecrets fresh = FirstSecrets.generate(
                kept.orElseGet(() -> VerificationSecret.first(random, now)), JwsAlgorithm.RS256, random, now);
        if (kept.isPresent()) {
            client.putSecretValue(request -> request.secretId(naming.verificationSecret())
                    .secretString(fresh.verification().toText()));
        } else {
            create(naming.verificationSecret(), fresh.verification().toText());
        }
        create(naming.signingSecret(), fresh.signing().toText());
    }

    private void create(String name, String text) {
        client.createSecret(request -> request.name(name).secretString(text));
    }

    static Optional<String> find(SecretsManagerClient client, String name) {
        try {
            return Optional.of(
                    client.getSecretValue(request -> request.secretId(name)).secretString());
        } catch (ResourceNotFoundException e) {
            return Optional.empty();
        }
    }
}
