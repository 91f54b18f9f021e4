package dev.keysmith.local.secrets;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.UUID;

/**
 * A rotation that is to be made.
 *
 * @param secretArn the secret's ARN
 * @param token the id of the version that is to become current: the ClientRequestToken
 * @param functionArn the ARN of the function that rotates
 * @param steps the steps, in order
 * @see <a href="https://docs.aws.amazon.com/secretsmanager/latest/userguide/rotate-secrets_lambda-functions.html">Steps</a>
 */
record Rotation(String secretArn, String token, String functionArn, List<String> steps) {

    static Rotation whole(String secretArn, String token, String functionArn) {
        return new Rotation(
                secretArn, token, functionArn, List.of("createSecret", "setSecret", "testSecret", "finishSecret"));
    }

    /** What {@code RotateImmediately=false} asks for: nothing is rotated. */
    static Rotation test(String secretArn, String token, String functionArn) {
        return new Rotation(secretArn, token, functionArn, List.of("testSecret"));
    }

    boolean isTest() {
        return steps.size() == 1;
    }

    byte[] event(String step) {
        return JsonNodeFactory.instance
                .objectNode()
                .put("Step", step)
                .put("SecretId", secretArn)
                .put("ClientRequestToken", token)
                .put("RotationToken", UUID.randomUUID().toString())
                .toString()
                .getBytes(StandardCharsets.UTF_8);
    }
}
