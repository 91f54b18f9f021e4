package dev.keysmith.local.secrets;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.keysmith.local.file.PrivateFiles;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/** The file that keeps the secrets over a restart; only its owner may read it. */
final class SecretFile {

    private static final ObjectMapper JSON = new ObjectMapper();

    private final Path directory;
    private final Path file;

    SecretFile(Path directory) {
        this.directory = directory;
        this.file = directory.resolve("secrets.json");
    }

    /** The secrets that were written last; none where there is no file yet. */
    List<Secret> read() throws IOException {
        if (!Files.exists(file)) {
            return List.of();
        }
        List<Secret> secrets = new ArrayList<>();
        try {
            for (JsonNode secret : JSON.readTree(file.toFile()).required("secrets")) {
                secrets.add(secret(secret));
            }
        } catch (RuntimeException | IOException e) {
            // The cause may quote the file: it goes no further.
            throw new IOException(file + " is not in order; --reset makes a new one");
        }
        return secrets;
    }

    /** Replaces what was written before, as a whole. */
    void write(Collection<Secret> secrets) {
        ObjectNode root = JSON.createObjectNode();
        ArrayNode all = root.putArray("secrets");
        secrets.forEach(secret -> all.add(json(secret)));
        try {
            PrivateFiles.createDirectory(directory);
            PrivateFiles.write(file, root.toString());
        } catch (IOException e) {
            throw new UncheckedIOException("cannot write " + file, e);
        }
    }

    private static ObjectNode json(Secret secret) {
        ObjectNode json = JSON.createObjectNode()
                .put("name", secret.name())
                .put("arn", secret.arn())
                .put("created_at", secret.createdAt().toString())
                .put("changed_at", secret.changedAt().toString());
        if (secret.description() != null) {
            json.put("description", secret.description());
        }
        if (secret.rotation() != null) {
            json.set("rotation", json(secret.rotation()));
        }
        ArrayNode versions = json.putArray("versions");
        for (SecretVersion version : secret.versions()) {
            ObjectNode one = versions.addObject()
                    .put("id", version.id())
                    .put("created_at", version.createdAt().toString());
            if (version.payload() != null) {
                one.put("kind", version.payload().kind().name())
                        .put("value", version.payload().text());
            }
            version.stages().forEach(one.putArray("stages")::add);
        }
        return json;
    }

    private static Secret secret(JsonNode json) {
        List<SecretVersion> versions = new ArrayList<>();
        for (JsonNode version : json.required("versions")) {
            Set<String> stages = new HashSet<>();
            version.required("stages").forEach(stage -> stages.add(stage.textValue()));
            versions.add(new SecretVersion(
                    text(version, "id"),
                    version.has("kind")
                            ? new SecretPayload(
                                    SecretPayload.Kind.valueOf(text(version, "kind")), text(version, "value"))
                            : null,
                    Instant.parse(text(version, "created_at")),
                    stages));
        }
        return new Secret(
                text(json, "name"),
                text(json, "arn"),
                json.path("description").textValue(),
                Instant.parse(text(json, "created_at")),
                Instant.parse(text(json, "changed_at")),
                json.has("rotation") ? rotation(json.required("rotation")) : null,
                versions);
    }

    private static ObjectNode json(SecretRotation rotation) {
        ObjectNode json =
                JSON.createObjectNode().put("enabled", rotation.enabled()).put("function_arn", rotation.functionArn());
        if (rotation.rules() != null) {
            json.put("rules", rotation.rules());
        }
        if (rotation.rotatedAt() != null) {
            json.put("rotated_at", rotation.rotatedAt().toString());
        }
        return json;
    }

    private static SecretRotation rotation(JsonNode json) {
        return new SecretRotation(
                json.required("enabled").booleanValue(),
                text(json, "function_arn"),
                json.path("rules").textValue(),
                json.has("rotated_at") ? Instant.parse(text(json, "rotated_at")) : null);
    }

    private static String text(JsonNode json, String field) {
        return json.required(field).textValue();
    }
}
