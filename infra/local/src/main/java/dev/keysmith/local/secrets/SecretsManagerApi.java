package dev.keysmith.local.secrets;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.databind.util.RawValue;
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
final class SecretsManagerApi implements AutoCloseable {

    private static final String ARN_ALPHABET = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789";
    private static final int ARN_RANDOM = 6;
    private static final String ARN = "arn:aws:secretsmanager:us-east-1:000000000000:secret:";

    private final SecretStore store;
    private final InstantSource clock;
    private final AccessPolicy policy;
    private final RotationOperations rotations;
    private final SecureRandom random = new SecureRandom();

    SecretsManagerApi(SecretStore store, InstantSource clock, AccessPolicy policy) {
        this.store = store;
        this.clock = clock;
        this.policy = policy;
        this.rotations = new RotationOperations(store, clock);
    }

    /** From now on secrets can be rotated; what an earlier run left unfinished goes on. */
    void connect(RotationFunction function) {
        rotations.connect(function);
    }

    /** Ends the rotations that are under way. */
    @Override
    public void close() {
        rotations.close();
    }

    /** Answers one call. Throws {@link SecretsManagerFault} for what the service refuses. */
    ObjectNode call(String accessKeyId, String operation, JsonNode json) {
        SecretRequest request = new SecretRequest(json);
        synchronized (store) {
            requireAllowed(accessKeyId, "secretsmanager:" + operation, request);
            return call(operation, request);
        }
    }

    private ObjectNode call(String operation, SecretRequest request) {
        return switch (operation) {
            case "CreateSecret" -> createSecret(request);
            case "GetSecretValue" -> getSecretValue(request);
            case "PutSecretValue" -> putSecretValue(request);
            case "DescribeSecret" -> describeSecret(request);
            case "ListSecretVersionIds" -> listSecretVersionIds(request);
            case "UpdateSecretVersionStage" -> updateSecretVersionStage(request);
            case "RotateSecret" -> rotations.rotate(secret(request), request);
            case "CancelRotateSecret" -> rotations.cancel(secret(request));
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
                    .filter(version -> payload.equals(Optional.ofNullable(version.payload())))
                    .map(version -> Answers.identity(existing.get()).put("VersionId", version.id()))
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
                null,
                List.of());
        if (payload.isEmpty()) {
            store.put(secret);
            return Answers.identity(secret);
        }
        store.put(secret.add(new SecretVersion(token, payload.get(), now, Set.of(Secret.CURRENT))));
        return Answers.identity(secret).put("VersionId", token);
    }

    private ObjectNode getSecretValue(SecretRequest request) {
        Secret secret = secret(request);
        Optional<String> id = request.optional("VersionId");
        Optional<String> stage = request.optional("VersionStage");
        SecretVersion version;
        if (id.isPresent()) {
            version = secret.version(id.get()).orElseThrow(() -> SecretsManagerFault.noValue("VersionId: " + id.get()));
            if (stage.isPresent() && !version.stages().contains(stage.get())) {
                throw SecretsManagerFault.invalidRequest(
                        "You provided a VersionStage that is not associated to the provided VersionId.");
            }
        } else {
            String label = stage.orElse(Secret.CURRENT);
            version = secret.versionAt(label).orElseThrow(() -> SecretsManagerFault.noValue("staging label: " + label));
        }
        SecretPayload payload = version.payload();
        if (payload == null) {
            throw SecretsManagerFault.noValue(
                    id.map(given -> "VersionId: " + given).orElseGet(() -> "staging label: " + stage.orElse("")));
        }
        return Answers.versionWithStages(secret, version)
                .put(payload.kind().field(), payload.text())
                .put("CreatedDate", Answers.epochSeconds(version.createdAt()));
    }

    private ObjectNode putSecretValue(SecretRequest request) {
        Secret secret = secret(request);
        String token = request.clientRequestToken();
        SecretPayload payload = request.payload()
                .orElseThrow(() ->
                        SecretsManagerFault.invalidRequest("You must provide either SecretString or SecretBinary."));
        Optional<SecretVersion> existing = secret.version(token);
        if (existing.isPresent() && existing.get().payload() != null) {
            if (!payload.equals(existing.get().payload())) {
                throw SecretsManagerFault.exists("You can't use ClientRequestToken " + token
                        + " because that value is already in use for a version of secret " + secret.arn() + ".");
            }
            return Answers.versionWithStages(secret, existing.get());
        }
        Instant now = clock.instant();
        Set<String> stages = request.versionStages();
        Secret changed = existing.isPresent()
                ? secret.fill(token, payload, now)
                : secret.add(new SecretVersion(token, payload, now, Set.of()));
        for (String stage : stages.isEmpty() ? Set.of(Secret.CURRENT) : stages) {
            changed = changed.attach(stage, token, now);
        }
        if (secret.versions().isEmpty()) {
            changed = changed.attach(Secret.CURRENT, token, now);
        }
        store.put(changed);
        return Answers.versionWithStages(changed, changed.version(token).orElseThrow());
    }

    private ObjectNode describeSecret(SecretRequest request) {
        Secret secret = secret(request);
        ObjectNode answer = Answers.identity(secret)
                .put("CreatedDate", Answers.epochSeconds(secret.createdAt()))
                .put("LastChangedDate", Answers.epochSeconds(secret.changedAt()));
        if (secret.description() != null) {
            answer.put("Description", secret.description());
        }
        if (secret.rotation() != null) {
            describeRotation(secret.rotation(), answer);
        }
        ObjectNode stages = answer.putObject("VersionIdsToStages");
        secret.versions().stream()
                .filter(version -> !version.stages().isEmpty())
                .forEach(version -> version.stages().forEach(stages.withArray(version.id())::add));
        return answer;
    }

    private static void describeRotation(SecretRotation rotation, ObjectNode answer) {
        answer.put("RotationEnabled", rotation.enabled()).put("RotationLambdaARN", rotation.functionArn());
        if (rotation.rules() != null) {
            answer.putRawValue("RotationRules", new RawValue(rotation.rules()));
        }
        if (rotation.rotatedAt() != null) {
            answer.put("LastRotatedDate", Answers.epochSeconds(rotation.rotatedAt()));
        }
    }

    private ObjectNode listSecretVersionIds(SecretRequest request) {
        Secret secret = secret(request);
        boolean all = request.flag("IncludeDeprecated", false);
        ObjectNode answer = Answers.identity(secret);
        ArrayNode versions = answer.putArray("Versions");
        for (SecretVersion version : secret.versions()) {
            if (all || !version.stages().isEmpty()) {
                ObjectNode one = versions.addObject()
                        .put("VersionId", version.id())
                        .put("CreatedDate", Answers.epochSeconds(version.createdAt()));
                version.stages().forEach(one.withArray("VersionStages")::add);
            }
        }
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
                    throw SecretsManagerFault.noValue("VersionId: " + id);
                });
        requireMove(stage, to, from, secret.versionAt(stage).map(SecretVersion::id));
        Instant now = clock.instant();
        store.put(to.map(id -> secret.attach(stage, id, now)).orElseGet(() -> secret.detach(stage, now)));
        return Answers.identity(secret);
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

    /** On AWS a policy names the secret's ARN; what is not there is known by the name alone that the caller gave. */
    private void requireAllowed(String accessKeyId, String action, SecretRequest request) {
        String secretId =
                request.optional("SecretId").or(() -> request.optional("Name")).orElse("");
        String name = store.find(secretId).map(Secret::name).orElse(secretId);
        if (!policy.allows(accessKeyId, action, name)) {
            throw SecretsManagerFault.accessDenied(accessKeyId, action, secretId);
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
}
