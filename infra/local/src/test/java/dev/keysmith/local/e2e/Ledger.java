package dev.keysmith.local.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.keysmith.local.e2e.Api.Answer;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.BooleanSupplier;

/** The ledger of a running stack: what its API tells, and what its operator asks. */
final class Ledger {

    private static final ObjectMapper JSON = new ObjectMapper();
    private static final Duration POLL = Duration.ofMillis(50);

    private final SharedStack.Handle handle;

    Ledger(SharedStack.Handle handle) {
        this.handle = handle;
    }

    /** A key's events, oldest first. */
    List<JsonNode> events(String keyId) {
        return pages("/v1/keys/" + keyId + "/events?limit=100").reversed();
    }

    /** The actions of a key's events, oldest first. */
    List<String> actions(String keyId) {
        return events(keyId).stream().map(event -> event.get("action").asText()).toList();
    }

    /** The actions of the keys of an owner, oldest first, by key id. */
    Map<String, List<String>> actionsOfOwner(String owner) {
        Map<String, List<String>> actions = new HashMap<>();
        for (JsonNode event : pages("/v1/events?limit=100&owner=" + owner).reversed()) {
            actions.computeIfAbsent(event.get("key_id").asText(), ignored -> new ArrayList<>())
                    .add(event.get("action").asText());
        }
        return actions;
    }

    private List<JsonNode> pages(String path) {
        List<JsonNode> events = new ArrayList<>();
        String cursor = "";
        do {
            Answer answer = handle.api().get(path + cursor, "x-api-key", handle.adminKey());
            if (answer.status() == 404) {
                return List.of();
            }
            assertThat(answer.status()).as(answer.body()).isEqualTo(200);
            answer.json().get("events").forEach(events::add);
            JsonNode next = answer.json().get("next_cursor");
            cursor = next.isNull() ? "" : "&cursor=" + next.asText();
        } while (!cursor.isEmpty());
        return events;
    }

    /** Runs a task of the ledger, as its operator would; it must succeed. */
    JsonNode task(String event) {
        URI function = URI.create(handle.stack().lambda() + "/2015-03-31/functions/ledger-task/invocations");
        HttpResponse<String> answer = send(HttpRequest.newBuilder(function)
                // Who asks is seen by nobody; that something is signed, is.
                .header("authorization", "AWS4-HMAC-SHA256 Credential=local")
                .POST(HttpRequest.BodyPublishers.ofString(event)));
        assertThat(answer.headers().firstValue("x-amz-function-error"))
                .as(answer.body())
                .isEmpty();
        assertThat(answer.statusCode()).as(answer.body()).isEqualTo(200);
        return json(answer);
    }

    /** How far the ledger is behind, as the stack says. */
    double lagSeconds() {
        URI health = URI.create(handle.stack().baseUrl() + "/healthz");
        return json(send(HttpRequest.newBuilder(health)))
                .get("ledger_lag_seconds")
                .asDouble();
    }

    private static HttpResponse<String> send(HttpRequest.Builder request) {
        try (HttpClient client = HttpClient.newHttpClient()) {
            return client.send(request.build(), HttpResponse.BodyHandlers.ofString());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }

    private static JsonNode json(HttpResponse<String> answer) {
        try {
            return JSON.readTree(answer.body());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Asserts that every chain is whole. */
    void assertVerifies() {
        JsonNode verdict = task("{\"task\":\"verify\"}");
        assertThat(verdict.get("ok").asBoolean()).as(verdict.toString()).isTrue();
        assertThat(verdict.get("events").asLong()).isPositive();
    }

    /** Waits until this holds. */
    static void await(Duration atMost, BooleanSupplier condition) throws InterruptedException {
        long end = System.nanoTime() + atMost.toNanos();
        while (!condition.getAsBoolean()) {
            assertThat(System.nanoTime()).as("still not so after " + atMost).isLessThan(end);
            Thread.sleep(POLL);
        }
    }
}
