package dev.keysmith.local.secrets;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.LinkedHashSet;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.regex.Pattern;

/** A request's fields, each in the form that Secrets Manager's API reference asks for. */
final class SecretRequest {

    private static final Pattern NAME = Pattern.compile("[A-Za-z0-9/_+=.@-]{1,512}");
    private static final int LONGEST_VALUE = 65_536;
    private static final int SHORTEST_TOKEN = 32;
    private static final int LONGEST_TOKEN = 64;

    private final JsonNode json;

    SecretRequest(JsonNode json) {
        this.json = json;
    }

    String newName() {
        String name = required("Name");
        if (!NAME.matcher(name).matches()) {
            throw SecretsManagerFault.invalidParameter(
                    "Invalid name. Must be a valid name containing alphanumeric characters, or any of the following: -/_+=.@!");
        }
        return name;
    }

    String required(String field) {
        return optional(field)
                .filter(text -> !text.isEmpty())
                .orElseThrow(() -> SecretsManagerFault.invalidParameter("The parameter " + field + " can't be empty."));
    }

    Optional<String> optional(String field) {
        JsonNode value = json.path(field);
        if (value.isMissingNode() || value.isNull()) {
            return Optional.empty();
        }
        if (!value.isTextual()) {
            throw SecretsManagerFault.serialization();
        }
        return Optional.of(value.textValue());
    }

    boolean flag(String field, boolean byDefault) {
        JsonNode value = json.path(field);
        if (value.isMissingNode() || value.isNull()) {
            return byDefault;
        }
        if (!value.isBoolean()) {
            throw SecretsManagerFault.serialization();
        }
        return value.booleanValue();
    }

    /** A JSON object's text. */
    Optional<String> object(String field) {
        JsonNode value = json.path(field);
        if (value.isMissingNode() || value.isNull()) {
            return Optional.empty();
        }
        if (!value.isObject()) {
            throw SecretsManagerFault.serialization();
        }
        return Optional.of(value.toString());
    }

    /** The id of the version to make. The SDKs send one always; where there is none, the service makes one. */
    String clientRequestToken() {
        String token =
                optional("ClientRequestToken").orElseGet(() -> UUID.randomUUID().toString());
        if (token.length() < SHORTEST_TOKEN || token.length() > LONGEST_TOKEN) {
            throw SecretsManagerFault.invalidParameter("ClientRequestToken must be 32-64 characters long.");
        }
        return token;
    }

    Optional<SecretPayload> payload() {
        Optional<SecretPayload> text = payload(SecretPayload.Kind.STRING);
        Optional<SecretPayload> binary = payload(SecretPayload.Kind.BINARY);
        if (text.isPresent() && binary.isPresent()) {
            throw SecretsManagerFault.invalidParameter(
                    "You can't specify both a binary secret value and a string secret value in the same secret.");
        }
        return text.or(() -> binary);
    }

    /** The labels for a new version, or none where the request leaves them to the service. */
    Set<String> versionStages() {
        JsonNode stages = json.path("VersionStages");
        if (stages.isMissingNode() || stages.isNull()) {
            return Set.of();
        }
        Set<String> labels = new LinkedHashSet<>();
        for (JsonNode stage : stages) {
            if (!stage.isTextual()) {
                throw SecretsManagerFault.serialization();
            }
            labels.add(stage.textValue());
        }
        if (labels.isEmpty()) {
            throw SecretsManagerFault.invalidParameter("VersionStages must have at least one member.");
        }
        return labels;
    }

    private Optional<SecretPayload> payload(SecretPayload.Kind kind) {
        Optional<String> text = optional(kind.field());
        if (text.isPresent() && (text.get().isEmpty() || text.get().length() > LONGEST_VALUE)) {
            throw SecretsManagerFault.invalidParameter(
                    kind.field() + " must be 1-" + LONGEST_VALUE + " characters long.");
        }
        return text.map(value -> new SecretPayload(kind, value));
    }
}
