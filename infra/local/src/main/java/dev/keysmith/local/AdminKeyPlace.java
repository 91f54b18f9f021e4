package dev.keysmith.local;

import dev.keysmith.blueprint.Naming;
import dev.keysmith.local.aws.LocalAws;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Path;
import java.util.Optional;
import software.amazon.awssdk.core.exception.SdkClientException;
import software.amazon.awssdk.http.apache5.Apache5HttpClient;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.services.secretsmanager.SecretsManagerClient;
import software.amazon.awssdk.services.secretsmanager.SecretsManagerClientBuilder;
import software.amazon.awssdk.services.secretsmanager.model.ResourceNotFoundException;
import software.amazon.awssdk.services.secretsmanager.model.SecretsManagerException;

/** Where a deployment keeps its first admin key. */
interface AdminKeyPlace {

    /** A client of the Secrets Manager that holds it. Throws {@link SdkClientException} where the SDK is not told enough. */
    SecretsManagerClient open();

    /** The secret's name. */
    String secret();

    /** Where its API answers; empty where nobody said. */
    Optional<URI> api();

    /** The key that the secret holds. */
    default String read() throws AdminKeyException {
        try (SecretsManagerClient client = open()) {
            return client.getSecretValue(request -> request.secretId(secret())).secretString();
        } catch (ResourceNotFoundException e) {
            throw new AdminKeyException("the secret " + secret() + " is not there, or holds no key yet", e);
        } catch (SecretsManagerException e) {
            throw new AdminKeyException(e.awsErrorDetails().errorMessage(), e);
        } catch (SdkClientException e) {
            throw new AdminKeyException("Secrets Manager cannot be asked: " + e.getMessage(), e);
        }
    }

    /**
     * A deployment on AWS, reached by the SDK's own settings and credentials.
     *
     * @param region empty for the one that the SDK is told
     */
    record OnAws(Optional<String> region, String secret, Optional<URI> api) implements AdminKeyPlace {

        @Override
        public SecretsManagerClient open() {
            SecretsManagerClientBuilder builder =
                    SecretsManagerClient.builder().httpClientBuilder(Apache5HttpClient.builder());
            region.map(Region::of).ifPresent(builder::region);
            return builder.build();
        }
    }

    /** The stack that runs on this machine. */
    record OnThisMachine(URI secretsManager, Optional<URI> api) implements AdminKeyPlace {

        /** Finds it by its state file. */
        static OnThisMachine find(Path data) throws AdminKeyException {
            Path file = data.resolve("local.json");
            StateFile state = new StateFile(file);
            try {
                URI secretsManager = state.endpoint(StateFile.SECRETS_MANAGER)
                        .map(URI::create)
                        .orElseThrow(
                                () -> new AdminKeyException("no stack runs here: ./keysmith local starts one; --secret,"
                                        + " --region and --url are for a deployment on AWS"));
                return new OnThisMachine(secretsManager, state.baseUrl().map(URI::create));
            } catch (IOException e) {
                throw new AdminKeyException("cannot read " + file, e);
            }
        }

        @Override
        public SecretsManagerClient open() {
            return LocalAws.secretsManager(secretsManager);
        }

        @Override
        public String secret() {
            return Naming.standard().adminKeySecret();
        }
    }
}
