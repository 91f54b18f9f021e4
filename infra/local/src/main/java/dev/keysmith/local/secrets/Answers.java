package dev.keysmith.local.secrets;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.Instant;

/** What the operations' answers share. */
final class Answers {

    private Answers() {}

    static ObjectNode identity(Secret secret) {
        return JsonNodeFactory.instance.objectNode().put("ARN", secret.arn()).put("Name", secret.name());
    }

    static ObjectNode version(Secret secret, String versionId) {
        return identity(secret).put("VersionId", versionId);
    }

    static ObjectNode versionWithStages(Secret secret, SecretVersion version) {
        ObjectNode answer = version(secret, version.id());
        version.stages().forEach(answer.putArray("VersionStages")::add);
        return answer;
    }

    /** JSON 1.1 timestamps are seconds with a fraction. */
    static double epochSeconds(Instant instant) {
        return instant.toEpochMilli() / 1000.0;
    }
}
