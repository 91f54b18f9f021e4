package dev.keysmith.core.secret.secretsmanager;

import dev.keysmith.core.error.UnavailableException;
import dev.keysmith.core.secret.SecretSource;
import jakarta.inject.Singleton;
import software.amazon.awssdk.core.exception.SdkException;
import software.amazon.awssdk.services.secretsmanager.SecretsManagerClient;
import software.amazon.awssdk.services.secretsmanager.model.GetSecretValueRequest;

@Singleton
final class SecretsManagerSecretSource implements SecretSource {

    private final SecretsManagerClient client;

    SecretsManagerSecretSource(SecretsManagerClient client) {
        this.client = client;
    }

    @Override
    public String fetch(String name) {
        String value;
        try {
            value = client.getSecretValue(
                            GetSecretValueRequest.builder().secretId(name).build())
                    .secretString();
        } catch (SdkException e) {
            throw new UnavailableException("Secrets Manager did not answer GetSecretValue", e);
        }
        if (value == null) {
            throw new UnavailableException("the secret has no text");
        }
        return value;
    }
}
