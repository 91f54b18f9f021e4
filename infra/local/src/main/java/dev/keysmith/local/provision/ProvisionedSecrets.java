package dev.keysmith.local.provision;

import dev.keysmith.blueprint.Naming;
import java.util.List;
import java.util.Optional;
import software.amazon.awssdk.services.secretsmanager.SecretsManagerClient;
import software.amazon.awssdk.services.secretsmanager.model.ResourceExistsException;
import software.amazon.awssdk.services.secretsmanager.model.ResourceNotFoundException;

/** The secrets of a deployment, each without a value, as CloudFormation makes them: made where they are not there yet. */
final class ProvisionedSecrets {

    private ProvisionedSecrets() {}

    static void ensure(SecretsManagerClient client, Naming naming) {
        for (String name : List.of(
                naming.verificationSecret(), naming.signingSecret(), naming.ledgerSecret(), naming.adminKeySecret())) {
            try {
                client.createSecret(request -> request.name(name));
            } catch (ResourceExistsException e) {
                // It is kept, with what it holds.
            }
        }
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
