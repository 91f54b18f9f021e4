package dev.keysmith.local;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.keysmith.local.file.PrivateFiles;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/**
 * {@code local.json}: tells other programs of this user that the stack is ready, and how to reach it. It holds the admin key, so
 * only its owner may read it (mode 0600).
 */
final class StateFile {

    private final Path file;

    StateFile(Path file) {
        this.file = file;
    }

    static final String SECRETS_MANAGER = "secrets_manager";
    static final String LAMBDA = "lambda";
    static final String LEDGER_STORE = "ledger_store";

    /** Replaces the file as a whole. */
    void write(
            String baseUrl,
            String adminKey,
            Map<String, String> endpoints,
            Map<String, String> tables,
            Map<String, List<Long>> processIds) {
        ObjectNode state =
                JsonNodeFactory.instance.objectNode().put("base_url", baseUrl).put("admin_key", adminKey);
        ObjectNode addresses = state.putObject("endpoints");
        new TreeMap<>(endpoints).forEach(addresses::put);
        ObjectNode names = state.putObject("tables");
        tables.forEach(names::put);
        ObjectNode functions = state.putObject("functions");
        processIds.forEach((function, ids) -> ids.forEach(functions.putArray(function)::add));
        try {
            PrivateFiles.write(file, state.toPrettyString() + "\n");
        } catch (IOException e) {
            throw new UncheckedIOException("cannot write " + file, e);
        }
    }

    /** Where a part is, as the stack that wrote the file says; empty where none runs. */
    Optional<String> endpoint(String part) throws IOException {
        return read().map(state -> state.path("endpoints").path(part).textValue());
    }

    /** Where the gateway is, as the stack that wrote the file says; empty where none runs. */
    Optional<String> baseUrl() throws IOException {
        return read().map(state -> state.path("base_url").textValue());
    }

    private Optional<JsonNode> read() throws IOException {
        return Files.exists(file) ? Optional.of(new ObjectMapper().readTree(file.toFile())) : Optional.empty();
    }

    /** Tells that the stack is not ready; one of an earlier run that was killed goes as well. */
    void remove() throws IOException {
        Files.deleteIfExists(file);
    }
}
