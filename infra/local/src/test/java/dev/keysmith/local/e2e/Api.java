package dev.keysmith.local.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Collection;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.Executors;

/** A client of Keysmith's HTTP API. Remembers every key that it was shown, so that a test can look for them in the logs. */
final class Api implements AutoCloseable {

    private static final ObjectMapper JSON = new ObjectMapper();
    private static final Duration PATIENCE = Duration.ofSeconds(60);

    private final URI base;
    private final Collection<String> shownKeys = new ConcurrentLinkedQueue<>();
    private final HttpClient client = HttpClient.newBuilder()
            .version(HttpClient.Version.HTTP_1_1)
            .connectTimeout(PATIENCE)
            .executor(Executors.newVirtualThreadPerTaskExecutor())
            .build();

    Api(URI base) {
        this.base = base;
    }

    /** A key as issuing shows it. */
    record IssuedKey(String keyId, String key) {}

    /** An answer. */
    record Answer(int status, HttpResponse<byte[]> response, String body) {

        JsonNode json() {
            try {
                return JSON.readTree(body);
            } catch (IOException e) {
                throw new UncheckedIOException("not JSON, status " + status + ": " + body, e);
            }
        }

        /** The problem's code. */
        String code() {
            return json().path("code").asText();
        }

        String header(String name) {
            return response.headers().firstValue(name).orElse("");
        }
    }

    Answer get(String path, String... headers) {
        return send(request(path, headers).GET());
    }

    Answer post(String path, String json, String... headers) {
        return send(request(path, headers)
                .header("content-type", "application/json")
                .POST(BodyPublishers.ofString(json)));
    }

    Answer postBytes(String path, byte[] body, String contentType, String... headers) {
        return send(request(path, headers).header("content-type", contentType).POST(BodyPublishers.ofByteArray(body)));
    }

    Answer me(String key) {
        return get("/v1/me", "x-api-key", key);
    }

    Answer validate(String key) {
        return get("/v1/validate", "x-api-key", key);
    }

    Answer issueAnswer(String issuer, String json) {
        return remember(post("/v1/keys", json, "x-api-key", issuer));
    }

    /** Issues a key; it must succeed. */
    IssuedKey issue(String issuer, String json) {
        Answer answer = issueAnswer(issuer, json);
        assertThat(answer.status()).as(answer.body()).isEqualTo(201);
        return new IssuedKey(
                answer.json().get("key_id").asText(), answer.json().get("key").asText());
    }

    Answer revoke(String revoker, String keyId) {
        return post("/v1/keys/" + keyId + "/revoke", "{\"reason\":\"test\"}", "x-api-key", revoker);
    }

    /** Every key that this client was shown. */
    Collection<String> shownKeys() {
        return shownKeys;
    }

    @Override
    public void close() {
        client.close();
    }

    private Answer remember(Answer answer) {
        if (answer.status() == 201) {
            shownKeys.add(answer.json().get("key").asText());
        }
        return answer;
    }

    private HttpRequest.Builder request(String path, String... headers) {
        HttpRequest.Builder request = HttpRequest.newBuilder(base.resolve(path)).timeout(PATIENCE);
        if (headers.length > 0) {
            request.headers(headers);
        }
        return request;
    }

    private Answer send(HttpRequest.Builder request) {
        try {
            HttpResponse<byte[]> response = client.send(request.build(), BodyHandlers.ofByteArray());
            return new Answer(response.statusCode(), response, new String(response.body(), StandardCharsets.UTF_8));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }
}
