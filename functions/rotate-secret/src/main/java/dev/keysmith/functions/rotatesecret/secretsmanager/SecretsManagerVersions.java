package dev.keysmith.functions.rotatesecret.secretsmanager;

import static java.util.stream.Collectors.toUnmodifiableMap;

import dev.keysmith.core.error.UnavailableException;
import dev.keysmith.functions.rotatesecret.SecretVersion;
import dev.keysmith.functions.rotatesecret.SecretVersions;
import dev.keysmith.functions.rotatesecret.VersionedSecret;
import jakarta.inject.Singleton;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Supplier;
import software.amazon.awssdk.core.exception.SdkException;
import software.amazon.awssdk.services.secretsmanager.SecretsManagerClient;
import software.amazon.awssdk.services.secretsmanager.model.DescribeSecretResponse;
import software.amazon.awssdk.services.secretsmanager.model.GetSecretValueResponse;
import software.amazon.awssdk.services.secretsmanager.model.InvalidParameterException;
import software.amazon.awssdk.services.secretsmanager.model.ResourceNotFoundException;

@Singleton
final class SecretsManagerVersions implements SecretVersions {

    private final SecretsManagerClient client;

    SecretsManagerVersions(SecretsManagerClient client) {
        this.client = client;
    }

    @Override
    public VersionedSecret describe(String secretId) {
        DescribeSecretResponse described =
                call("DescribeSecret", () -> client.describeSecret(request -> request.secretId(secretId)));
        return new VersionedSecret(
                described.arn(),
                described.name(),
                described.versionIdsToStages().entrySet().stream()
                        .collect(toUnmodifiableMap(Map.Entry::getKey, entry -> Set.copyOf(entry.getValue()))));
    }

    @Override
    public SecretVersion current(String secretId) {
        return version(call("GetSecretValue", () -> client.getSecretValue(request -> request.secretId(secretId))));
    }

    @Override
    public Optional<SecretVersion> findPending(String secretId, String versionId) {
        try {
            return Optional.of(version(call(
                    "GetSecretValue",
                    () -> client.getSecretValue(request ->
                            request.secretId(secretId).versionId(versionId).versionStage(PENDING)))));
        } catch (ResourceNotFoundException e) {
            return Optional.empty();
        }
    }

    @Override
    public void put(String secretId, SecretVersion version, String stage) {
        call(
                "PutSecretValue",
                () -> client.putSecretValue(request -> request.secretId(secretId)
                        .clientRequestToken(version.id())
                        .secretString(version.value())
                        .versionStages(stage)));
    }

    @Override
    public boolean makeCurrent(String secretId, String from, String to) {
        try {
            call(
                    "UpdateSecretVersionStage",
                    () -> client.updateSecretVersionStage(request -> request.secretId(secretId)
                            .versionStage(CURRENT)
                            .removeFromVersionId(from)
                            .moveToVersionId(to)));
            return true;
        } catch (InvalidParameterException e) {
            // How Secrets Manager says that the label is not on the version it was to be taken from.
            return false;
        }
    }

    @Override
    public void abandon(String secretId, String versionId) {
        call(
                "UpdateSecretVersionStage",
                () -> client.updateSecretVersionStage(request ->
                        request.secretId(secretId).versionStage(PENDING).removeFromVersionId(versionId)));
    }

    private static SecretVersion version(GetSecretValueResponse response) {
        String value = response.secretString();
        if (value == null) {
            throw new UnavailableException("the secret has no text");
        }
        return new SecretVersion(response.versionId(), value);
    }

    /** What is not there and what is refused for its form are passed on: they are answers. */
    private static <T> T call(String operation, Supplier<T> call) {
        try {
            return call.get();
        } catch (ResourceNotFoundException | InvalidParameterException e) {
            throw e;
        } catch (SdkException e) {
            throw new UnavailableException("Secrets Manager did not answer " + operation, e);
        }
    }
}
