package dev.keysmith.local;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.keysmith.blueprint.Blueprint;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.util.Optional;

/**
 * The ledger of the stack that runs.
 *
 * @param lambda where its function is invoked
 * @param store the folder of its dead letters and checkpoints
 */
record RunningLedger(URI lambda, Path store) {

    private static final ObjectMapper JSON = new ObjectMapper();

    /** Who asks is seen by nobody; that something is signed, is. */
    private static final String SIGNED = "AWS4-HMAC-SHA256 Credential=local";

    /**
     * Finds it by the state file of the stack.
     *
     * @param data where the stack keeps its data
     * @throws LedgerTaskException if no stack runs there
     */
    static RunningLedger find(Path data) throws LedgerTaskException {
        Path file = data.resolve("local.json");
        StateFile state = new StateFile(file);
        try {
            Optional<URI> lambda = state.endpoint(StateFile.LAMBDA).map(URI::create);
            Optional<Path> store = state.endpoint(StateFile.LEDGER_STORE).map(Path::of);
            if (lambda.isPresent() && store.isPresent()) {
                return new RunningLedger(lambda.get(), store.get());
            }
        } catch (IOException e) {
            throw new LedgerTaskException("cannot read " + file, e);
        }
        throw new LedgerTaskException("no stack runs here: ./keysmith local starts one");
    }

    /** A task without fields. */
    static ObjectNode task(String name) {
        return JSON.createObjectNode().put("task", name);
    }

    /**
     * Has a task done, and waits for its end.
     *
     * @param task the task, as the function takes it
     * @return what the function answered
     * @throws LedgerTaskException if it failed, or the stack does not answer
     */
    JsonNode run(ObjectNode task) throws LedgerTaskException {
        URI invocations = lambda.resolve("/2015-03-31/functions/" + Blueprint.LEDGER_TASK + "/invocations");
        HttpRequest request = HttpRequest.newBuilder(invocations)
                .header("Authorization", SIGNED)
                .header("Content-Type", "application/json")
                .POST(HttpRequest.BodyPublishers.ofString(task.toString()))
                .build();
        try (HttpClient client = HttpClient.newBuilder()
                .proxy(HttpClient.Builder.NO_PROXY)
                .version(HttpClient.Version.HTTP_1_1)
                .build()) {
            HttpResponse<String> response = client.send(request, HttpResponse.BodyHandlers.ofString());
            JsonNode answer = JSON.readTree(response.body());
            if (response.statusCode() != 200) {
                throw new LedgerTaskException(answer.path("Message").asText("the function was not invoked"));
            }
            if (response.headers().firstValue("X-Amz-Function-Error").isPresent()) {
                throw new LedgerTaskException(answer.path("errorMessage").asText("the function failed"));
            }
            return answer;
        } catch (IOException e) {
            throw new LedgerTaskException(
                    "function " + Blueprint.LEDGER_TASK + " at " + lambda + " does not answer: does the stack run?", e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new LedgerTaskException("interrupted", e);
        }
    }
}
