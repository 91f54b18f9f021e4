package dev.keysmith.local.secrets;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.security.SecureRandom;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;

/**
 * The operations, as the <a href="https://docs.aws.amazon.com/secretsmanager/latest/apireference/">API reference</a> has them.
 * One at a time.
 */
final class SecretsManagerApi {

    private static final String ARN_ALPHABET = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789";
    private static final int ARN_RANDOM = 6;
    private static final String ARN = "arn:aws:secretsmanager:us-east-1:000000000000:secret:";

    private final SecretStore store;
    private final InstantSource clock;
    private final SecureRandom random = new SecureRandom();

    SecretsManagerApi(SecretStore store, InstantSource clock) {
        this.store = store;
        this.clock = clock;
    }

    /** Answers one call. Throws {@link SecretsManagerFault} for what the service refuses. */
    synchronized ObjectNode call(String operation, JsonNode json) {
        SecretRequest request = new SecretRequest(json);
        return switch (operation) {
            case "CreateSecret" -> createSecret(request);
            case "GetSecretValue" -> getSecretValue(request);
            case "PutSecretValue" -> putSecretValue(request);
            case "DescribeSecret" -> describeSecret(request);
            case "UpdateSecretVersionStage" -> updateSecretVersionStage(request);
            default -> throw SecretsManagerFault.unknownOperation(operation);
        };
    }

    private ObjectNode createSecret(SecretRequest request) {
        String name = request.newName();
        String token = request.clientRequestToken();
        Optional<SecretPayload> payload = request.payload();
        Optional<Secret> existing = store.find(name);
        if (existing.isPresent()) {
            return existing.get()
                    .version(token)
                    .filter(version -> payload.equals(Optional.of(version.payload())))
                    .map(version -> identity(existing.get()).put("VersionId", version.id()))
                    .orElseThrow(() -> SecretsManagerFault.exists(
                            "The operation failed because the secret " + name + " already exists."));
        }
        Instant now = clock.instant();
        Secret secret = new Secret(
                name,
                ARN + name + randomSuffix(),
                request.optional("Description").orElse(null),
                now,
                now,
                List.of());
        if (payload.isEmpty()) {
            store.put(secret);
            return identity(secret);
        }
        store.put(secret.add(new SecretVersion(token, payload.get(), now, Set.of(Secret.CURRENT))));
        return identity(secret).put("VersionId", token);
    }

    private ObjectNode getSecretValue(SecretRequest request) {
        Secret secret = secret(request);
        Optional<String> id = request.optional("VersionId");
        Optional<String> stage = request.optional("VersionStage");
        SecretVersion version;
        if (id.isPresent()) {
            version = secret.version(id.get()).orElseThrow(() -> noValue("VersionId: " + id.get()));
            if (stage.isPresent() && !version.stages().contains(stage.get())) {
                throw SecretsManagerFault.invalidRequest(
                        "You provided a VersionStage that is not associated to the provided VersionId.");
            }
        } else {
            String label = stage.orElse(Secret.CURRENT);
            version = secret.versionAt(label).orElseThrow(() -> noValue("staging label: " + label));
        }
        ObjectNode answer = identity(secret)
                .put("VersionId", version.id())
                .put(version.payload().kind().field(), version.payload().text())
                .put("CreatedDate", epochSeconds(version.createdAt()));
        version.stages().forEach(answer.putArray("VersionStages")::add);
        return answer;
    }

    private ObjectNode putSecretValue(SecretRequest request) {
        Secret secret = secret(request);
        String token = request.clientRequestToken();
        SecretPayload payload = request.payload()
                .orElseThrow(() ->
                        SecretsManagerFault.invalidRequest("You must provide either SecretString or SecretBinary."));
        Optional<SecretVersion> existing = secret.version(token);
        if (existing.isPresent()) {
            if (!existing.get().payload().equals(payload)) {
                throw SecretsManagerFault.exists("You can't use ClientRequestToken " + token
                        + " because that value is already in use for a version of secret " + secret.arn() + ".");
            }
            return versionAnswer(secret, existing.get());
        }
        Instant now = clock.instant();
        Set<String> stages = request.versionStages();
        Secret changed = secret.add(new SecretVersion(token, payload, now, Set.of()));
        for (String stage : stages.isEmpty() ? Set.of(Secret.CURRENT) : stages) {
            changed = changed.attach(stage, token, now);
        }
        if (secret.versions().isEmpty()) {
            changed = changed.attach(Secret.CURRENT, token, now);
        }
        store.put(changed);
        return versionAnswer(changed, changed.version(token).orElseThrow());
    }

    private ObjectNode describeSecret(SecretRequest request) {
        Secret secret = secret(request);
        ObjectNode answer = identity(secret)
                .put("CreatedDate", epochSeconds(secret.createdAt()))
                .put("LastChangedDate", epochSeconds(secret.changedAt()));
        if (secret.description() != null) {
            answer.put("Description", secret.description());
        }
        ObjectNode stages = answer.putObject("VersionIdsToStages");
        secret.versions().stream()
                .filter(version -> !version.stages().isEmpty())
                .forEach(version -> version.stages().forEach(stages.withArray(version.id())::add));
        return answer;
    }

    private ObjectNode updateSecretVersionStage(SecretRequest request) {
        Secret secret = secret(request);
        String stage = request.required("VersionStage");
        Optional<String> to = request.optional("MoveToVersionId");
        Optional<String> from = request.optional("RemoveFromVersionId");
        Stream.concat(to.stream(), from.stream())
                .filter(id -> secret.version(id).isEmpty())
                .findFirst()
                .ifPresent(id -> {
                    throw noValue("VersionId: " + id);
                });
        requireMove(stage, to, from, secret.versionAt(stage).map(SecretVersion::id));
        Instant now = clock.instant();
        store.put(to.map(id -> secret.attach(stage, id, now)).orElseGet(() -> secret.detach(stage, now)));
        return identity(secret);
    }

    private static void requireMove(String stage, Optional<String> to, Optional<String> from, Optional<String> holder) {
        if (to.isEmpty() && from.isEmpty()) {
            throw SecretsManagerFault.invalidParameter("You must specify MoveToVersionId or RemoveFromVersionId.");
        }
        if (from.isPresent() && !from.equals(holder)) {
            throw SecretsManagerFault.invalidParameter(
                    "Staging label " + stage + " is not attached to version " + from.get() + ".");
        }
        if (to.isEmpty() && stage.equals(Secret.CURRENT)) {
            throw SecretsManagerFault.invalidParameter("You can only move staging label " + Secret.CURRENT
                    + " to a different secret version. It can't be completely removed.");
        }
        if (from.isEmpty() && holder.isPresent() && !holder.equals(to)) {
            throw SecretsManagerFault.invalidParameter(
                    "The parameter RemoveFromVersionId can't be empty. Staging label "
                            + stage + " is currently attached to version " + holder.get()
                            + ", so you must explicitly reference that version in RemoveFromVersionId.");
        }
    }

    private Secret secret(SecretRequest request) {
        return store.find(request.required("SecretId"))
                .orElseThrow(() -> SecretsManagerFault.notFound("Secrets Manager can't find the specified secret."));
    }

    private String randomSuffix() {
        StringBuilder suffix = new StringBuilder("-");
        random.ints(ARN_RANDOM, 0, ARN_ALPHABET.length()).forEach(i -> suffix.append(ARN_ALPHABET.charAt(i)));
        return suffix.toString();
    }

    private static ObjectNode identity(Secret secret) {
        return JsonNodeFactory.instance.objectNode().put("ARN", secret.arn()).put("Name", secret.name());
    }

    private static ObjectNode versionAnswer(Secret secret, SecretVersion version) {
        ObjectNode answer = identity(secret).put("VersionId", version.id());
        version.stages().forEach(answer.putArray("VersionStages")::add);
        return answer;
    }

    private static SecretsManagerFault noValue(String which) {
        return SecretsManagerFault.notFound("Secrets Manager can't find the specified secret value for " + which);
    }

    /** JSON 1.1 timestamps are seconds with a fraction. */
    private static double epochSeconds(Instant instant) {
        return instant.toEpochMilli() / 1000.0;
    }
}
