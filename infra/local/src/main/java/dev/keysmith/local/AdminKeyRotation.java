package dev.keysmith.local;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Rotates a key by itself, through a deployment's API. */
final class AdminKeyRotation {

    private static final Pattern KEY =
            Pattern.compile("[a-z][a-z0-9]{1,15}_(?:live|test)_([0-9A-Za-z]{16})_[0-9A-Za-z]{49}");
    private static final Pattern CODE = Pattern.compile("[a-z_]{1,64}");
    private static final Duration PATIENCE = Duration.ofSeconds(60);
    private static final ObjectMapper JSON = new ObjectMapper();

    private AdminKeyRotation() {}

    /** Gives the key a new secret, and ends the present one at once; the new key. */
    static String rotate(URI api, String key) throws AdminKeyException {
        Matcher parts = KEY.matcher(key);
        if (!parts.matches()) {
            throw new AdminKeyException("what the secret holds is no key");
        }
        URI rotation = URI.create(api.toString().replaceFirst("/+$", "") + "/v1/keys/" + parts.group(1) + "/rotate");
        HttpRequest request = HttpRequest.newBuilder(rotation)
                .timeout(PATIENCE)
                .header("x-api-key", key)
                .header("Content-Type", "application/json")
                .POST(HttpRequest.BodyPublishers.ofString("{\"grace_seconds\":0}"))
                .build();
        try (HttpClient client =
                HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build()) {
            HttpResponse<String> response = client.send(request, HttpResponse.BodyHandlers.ofString());
            JsonNode answer = json(response.body());
            String rotated = answer.path("key").asText();
            if (response.statusCode() != 200 || !KEY.matcher(rotated).matches()) {
                throw new AdminKeyException("the deployment does not rotate the key that the secret holds: status "
                        + response.statusCode() + code(answer));
            }
            return rotated;
        } catch (IOException e) {
            throw new AdminKeyException(api + " does not answer", e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new AdminKeyException("interrupted", e);
        }
    }

    private static JsonNode json(String body) {
        try {
            return JSON.readTree(body);
        } catch (JsonProcessingException e) {
            return JSON.missingNode();
        }
    }

    private static String code(JsonNode problem) {
        String code = problem.path("code").asText();
        return CODE.matcher(code).matches() ? " " + code : "";
    }
}
