package dev.keysmith.local.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;

/** Mints and uses JWTs. */
final class TokenClient implements AutoCloseable {

    private final URI base;
    private final HttpClient client =
            HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();

    TokenClient(URI base) {
        this.base = base;
    }

    /** An access token of this key; it must be given. */
    String mint(String key) {
        return text(post("/v1/tokens", "{}", key), 200, "access_token");
    }

    /** A new key of JWT form; it must be given. */
    String issueSigned(String admin) {
        return text(post("/v1/keys", "{\"name\":\"signed\",\"format\":\"jwt\"}", admin), 201, "key");
    }

    /** The status of a request with this JWT. */
    int use(String jwt) {
        return send(HttpRequest.newBuilder(base.resolve("/v1/me")).header("authorization", "Bearer " + jwt))
                .statusCode();
    }

    @Override
    public void close() {
        client.close();
    }

    private HttpResponse<String> post(String path, String body, String key) {
        return send(HttpRequest.newBuilder(base.resolve(path))
                .header("x-api-key", key)
                .header("content-type", "application/json")
                .POST(BodyPublishers.ofString(body)));
    }

    private HttpResponse<String> send(HttpRequest.Builder request) {
        try {
            return client.send(request.build(), BodyHandlers.ofString());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }

    private static String text(HttpResponse<String> response, int status, String field) {
        assertThat(response.statusCode()).as(response.body()).isEqualTo(status);
        try {
            return new ObjectMapper().readTree(response.body()).get(field).asText();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
