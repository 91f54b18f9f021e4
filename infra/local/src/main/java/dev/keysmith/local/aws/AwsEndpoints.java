package dev.keysmith.local.aws;

import java.net.URI;
import java.util.Map;

/**
 * Where the AWS SDK finds its services.
 *
 * @param dynamoDb DynamoDB
 * @param secretsManager Secrets Manager
 */
public record AwsEndpoints(URI dynamoDb, URI secretsManager) {

    /** As the environment variables that every AWS SDK reads. */
    public Map<String, String> toEnvironment() {
        return Map.of(
                "AWS_ENDPOINT_URL_DYNAMODB", dynamoDb.toString(),
                "AWS_ENDPOINT_URL_SECRETS_MANAGER", secretsManager.toString());
    }
}
