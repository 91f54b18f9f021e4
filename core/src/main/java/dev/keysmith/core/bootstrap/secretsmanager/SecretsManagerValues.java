package dev.keysmith.core.bootstrap.secretsmanager;

import dev.keysmith.core.bootstrap.SecretValues;
import dev.keysmith.core.error.UnavailableException;
import jakarta.inject.Singleton;
import java.security.SecureRandom;
import java.util.HexFormat;
import java.util.Optional;
import java.util.function.Supplier;
import software.amazon.awssdk.core.exception.SdkException;
import software.amazon.awssdk.services.secretsmanager.SecretsManagerClient;
import software.amazon.awssdk.services.secretsmanager.model.GetSecretValueResponse;
import software.amazon.awssdk.services.secretsmanager.model.InvalidParameterException;
import software.amazon.awssdk.services.secretsmanager.model.ResourceExistsException;
import software.amazon.awssdk.services.secretsmanager.model.ResourceNotFoundException;

/**
 * Values in Secrets Manager. It keeps a version's content for good, and so there is one first value: every first value has the same
 * {@code ClientRequestToken}, and a second one of another content is refused.
 *
 * @see <a href="https://docs.aws.amazon.com/secretsmanager/latest/apireference/API_PutSecretValue.html">PutSecretValue</a>
 */
@Singleton
final class SecretsManagerValues implements SecretValues {

    private static final String FIRST_VERSION = "keysmith-first-value-of-the-secret";
    private static final int VERSION_ID_BYTES = 16;
    private static final String CURRENT = "AWSCURRENT";

    /** A label of ours: who makes a version must give it one, and a version without any label may be removed. */
    private static final String STAGE = "KEYSMITH_BOOTSTRAP";

    private final SecretsManagerClient client;
    private final SecureRandom random;

    SecretsManagerValues(SecretsManagerClient client, SecureRandom random) {
        this.client = client;
        this.random = random;
    }

    @Override
    public Optional<Value> findCurrent(String secretId) {
        try {
            return Optional.of(
                    value(call("GetSecretValue", () -> client.getSecretValue(request -> request.secretId(secretId)))));
        } catch (ResourceNotFoundException e) {
            return Optional.empty();
        }
    }

    @Override
    public boolean putFirst(String secretId, String text) {
        try {
            call(
                    "PutSecretValue",
                    () -> client.putSecretValue(request -> request.secretId(secretId)
                            .clientRequestToken(FIRST_VERSION)
                            .secretString(text)));
            return true;
        } catch (ResourceExistsException e) {
            return false;
        } catch (ResourceNotFoundException e) {
            throw new UnavailableException("there is no such secret", e);
        }
    }

    @Override
    public boolean replace(String secretId, Value current, String text) {
        String next = newVersionId();
        call(
                "PutSecretValue",
                () -> client.putSecretValue(request -> request.secretId(secretId)
                        .clientRequestToken(next)
                        .secretString(text)
                        .versionStages(STAGE)));
        try {
            call(
                    "UpdateSecretVersionStage",
                    () -> client.updateSecretVersionStage(request -> request.secretId(secretId)
                            .versionStage(CURRENT)
                            .removeFromVersionId(current.version())
                            .moveToVersionId(next)));
            return true;
        } catch (InvalidParameterException e) {
            // How Secrets Manager says that the label is not on the version it was to be taken from.
            return false;
        }
    }

    private static Value value(GetSecretValueResponse response) {
        String text = response.secretString();
        if (text == null) {
            throw new UnavailableException("the secret has no text");
        }
        return new Value(response.versionId(), text);
    }

    private String newVersionId() {
        byte[] id = new byte[VERSION_ID_BYTES];
        random.nextBytes(id);
        return HexFormat.of().formatHex(id);
    }

    /** What is not there, is there already or is refused for its form is passed on: these are answers. */
    private static <T> T call(String operation, Supplier<T> call) {
        try {
            return call.get();
        } catch (ResourceNotFoundException | ResourceExistsException | InvalidParameterException e) {
            throw e;
        } catch (SdkException e) {
            throw new UnavailableException("Secrets Manager did not answer " + operation, e);
        }
    }
}
