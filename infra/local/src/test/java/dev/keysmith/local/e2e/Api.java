package dev.keysmith.local.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.keysmith.local.openapi.ApiContract;
import dev.keysmith.local.openapi.Exchange;
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
import java.util.Arrays;
import java.util.Collection;
import java.util.List;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.Executors;
import java.util.stream.Stream;

/**
 * A client of Keysmith's HTTP API. Every exchange is held to the API's document. Remembers every key and token that it was shown, so that
 * a test can look for them in the logs.
 */
final class Api implements AutoCloseable {

    private static final ObjectMapper JSON = new ObjectMapper();
    private static final ApiContract CONTRACT = ApiContract.keysmith();
    private static final byte[] NO_BODY = {};
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
        return send("GET", path, NO_BODY, headers);
    }

    Answer post(String path, String json, String... headers) {
        return postBytes(path, json.getBytes(StandardCharsets.UTF_8), "application/json", headers);
    }

    Answer patch(String path, String json, String... headers) {
        return send(
                "PATCH",
                path,
                json.getBytes(StandardCharsets.UTF_8),
                with(headers, "content-type", "application/merge-patch+json"));
    }

    Answer delete(String path, String... headers) {
        return send("DELETE", path, NO_BODY, headers);
    }

    Answer postBytes(String path, byte[] body, String contentType, String... headers) {
        return send("POST", path, body, with(headers, "content-type", contentType));
    }

    Answer me(String key) {
        return get("/v1/me", "x-api-key", key);
    }

    Answer validate(String key) {
        return get("/v1/validate", "x-api-key", key);
    }

    Answer issueAnswer(String issuer, String json) {
        return post("/v1/keys", json, "x-api-key", issuer);
    }

    /** Issues a key; it must succeed. */
    IssuedKey issue(String issuer, String json) {
        Answer answer = issueAnswer(issuer, json);
        assertThat(answer.status()).as(answer.body()).isEqualTo(201);
        return new IssuedKey(
                answer.json().get("key_id").asText(), answer.json().get("key").asText());
    }

    Answer rotate(String rotator, String keyId, String json, String... headers) {
        return post("/v1/keys/" + keyId + "/rotate", json, with(headers, "x-api-key", rotator));
    }

    Answer refresh(String holder) {
        return post("/v1/refresh", "", "x-api-key", holder);
    }

    Answer mint(String key, String json) {
        return post("/v1/tokens", json, "x-api-key", key);
    }

    /** Mints a token of all that the key may; it must succeed. */
    String token(String key) {
        return token(key, "");
    }

    /** Mints a token; it must succeed. */
    String token(String key, String json) {
        Answer answer = mint(key, json);
        assertThat(answer.status()).as(answer.body()).isEqualTo(200);
        return answer.json().get("access_token").asText();
    }

    /** Revokes a key or token by presenting it. */
    Answer present(String token) {
        return form("/v1/revoke", "token=" + token);
    }

    Answer introspect(String caller, String token) {
        return form("/v1/introspect", "token=" + token, "x-api-key", caller);
    }

    Answer form(String path, String form, String... headers) {
        return postBytes(path, form.getBytes(StandardCharsets.UTF_8), "application/x-www-form-urlencoded", headers);
    }

    Answer read(String reader, String keyId) {
        return get("/v1/keys/" + keyId, "x-api-key", reader);
    }

    Answer update(String updater, String keyId, String json, String... headers) {
        return patch("/v1/keys/" + keyId, json, with(headers, "x-api-key", updater));
    }

    Answer revoke(String revoker, String keyId) {
        return post("/v1/keys/" + keyId + "/revoke", "{\"reason\":\"test\"}", "x-api-key", revoker);
    }

    /** Imports a key of another system; it must succeed. The key's id. */
    String importKey(String importer, String foreignKey, String restOfEntry) {
        shownKeys.add(foreignKey);
        Answer answer = post(
                "/v1/keys/import",
                "{\"keys\":[{\"sha256\":\"" + TestKeys.sha256(foreignKey) + "\",\"name\":\"imported\"" + restOfEntry
                        + "}]}",
                "x-api-key",
                importer);
        assertThat(answer.status()).as(answer.body()).isEqualTo(200);
        JsonNode result = answer.json().get("results").get(0);
        assertThat(result.get("status").asText()).as(answer.body()).isEqualTo("imported");
        return result.get("key_id").asText();
    }

    /** Every key and token that this client was shown, and every one that it imported. */
    Collection<String> shownKeys() {
        return shownKeys;
    }

    @Override
    public void close() {
        client.close();
    }

    private Answer remember(Answer answer) {
        if (answer.status() / 100 == 2) {
            for (String shown : List.of("key", "access_token")) {
                if (answer.body().contains("\"" + shown + "\":")) {
                    shownKeys.add(answer.json().get(shown).asText());
                }
            }
        }
        return answer;
    }

    private static String[] with(String[] headers, String name, String value) {
        return Stream.concat(Arrays.stream(headers), Stream.of(name, value)).toArray(String[]::new);
    }

    private Answer send(String method, String path, byte[] body, String... headers) {
        HttpRequest.Builder builder = HttpRequest.newBuilder(base.resolve(path))
                .timeout(PATIENCE)
                .method(method, body.length == 0 ? BodyPublishers.noBody() : BodyPublishers.ofByteArray(body));
        if (headers.length > 0) {
            builder.headers(headers);
        }
        HttpRequest request = builder.build();
        try {
            HttpResponse<byte[]> response = client.send(request, BodyHandlers.ofByteArray());
            CONTRACT.require(new Exchange(
                    new Exchange.Request(
                            method, request.uri(), request.headers().map(), body),
                    new Exchange.Answer(
                            response.statusCode(), response.headers().map(), response.body())));
            return remember(
                    new Answer(response.statusCode(), response, new String(response.body(), StandardCharsets.UTF_8)));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }
}
