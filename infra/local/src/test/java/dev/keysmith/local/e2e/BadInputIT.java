package dev.keysmith.local.e2e;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import dev.keysmith.local.e2e.Api.Answer;
import java.nio.charset.StandardCharsets;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** Bad input to {@code POST /v1/keys}: each a 4xx problem that names the field where there is one. */
@ExtendWith(SharedStack.class)
class BadInputIT {

    private static final String JSON = "application/json";

    private final Api api;
    private final String admin;

    BadInputIT(SharedStack.Handle stack) {
        this.api = stack.api();
        this.admin = stack.adminKey();
    }

    static Stream<Arguments> badBodies() {
        return Stream.of(
                arguments("empty", "", 400, "request_invalid", null),
                arguments("not JSON", "name=x", 400, "request_invalid", null),
                arguments("trailing text", "{\"name\":\"x\"} x", 400, "request_invalid", null),
                arguments("array", "[]", 400, "request_invalid", null),
                arguments("null", "null", 400, "request_invalid", null),
                arguments("wrong type", "{\"name\":5}", 400, "request_invalid", "/name"),
                arguments("wrong type", "{\"name\":\"x\",\"scopes\":\"chat:read\"}", 400, "request_invalid", "/scopes"),
                arguments("wrong type", "{\"name\":\"x\",\"scopes\":[1]}", 400, "request_invalid", "/scopes/0"),
                arguments(
                        "wrong type",
                        "{\"name\":\"x\",\"expires_in_days\":\"3\"}",
                        400,
                        "request_invalid",
                        "/expires_in_days"),
                arguments(
                        "wrong type",
                        "{\"name\":\"x\",\"expires_in_days\":1.5}",
                        400,
                        "request_invalid",
                        "/expires_in_days"),
                arguments(
                        "huge number",
                        "{\"name\":\"x\",\"expires_in_days\":1e400}",
                        400,
                        "request_invalid",
                        "/expires_in_days"),
                arguments("unknown field", "{\"name\":\"x\",\"colour\":\"red\"}", 400, "request_invalid", "/colour"),
                arguments("duplicate key", "{\"name\":\"x\",\"name\":\"y\"}", 400, "request_invalid", "/name"),
                arguments("name missing", "{}", 400, "request_invalid", "/name"),
                arguments("name null", "{\"name\":null}", 400, "request_invalid", "/name"),
                arguments("name empty", "{\"name\":\"\"}", 400, "request_invalid", "/name"),
                arguments("name too long", "{\"name\":\"" + "x".repeat(201) + "\"}", 400, "request_invalid", "/name"),
                arguments("control character", "{\"name\":\"a\\u0000b\"}", 400, "request_invalid", "/name"),
                arguments("control character", "{\"name\":\"a\\nb\"}", 400, "request_invalid", "/name"),
                arguments(
                        "scope malformed",
                        "{\"name\":\"x\",\"scopes\":[\"chat:read\",\"chat\"]}",
                        400,
                        "request_invalid",
                        "/scopes/1"),
                arguments(
                        "scope not the caller's",
                        "{\"name\":\"x\",\"scopes\":[\"owners:any\"]}",
                        403,
                        "grant_exceeds_own",
                        "/scopes/0"),
                arguments(
                        "expiry in the past",
                        "{\"name\":\"x\",\"expires_at\":\"2020-01-01T00:00:00Z\"}",
                        400,
                        "request_invalid",
                        "/expires_at"),
                arguments(
                        "expiry not a time",
                        "{\"name\":\"x\",\"expires_at\":\"tomorrow\"}",
                        400,
                        "request_invalid",
                        "/expires_at"),
                arguments(
                        "expiry beyond the role's",
                        "{\"name\":\"x\",\"expires_in_days\":8}",
                        400,
                        "request_invalid",
                        "/expires_in_days"),
                arguments(
                        "metadata over 4 KB",
                        "{\"name\":\"x\",\"metadata\":{\"k\":\"" + "x".repeat(4_096) + "\"}}",
                        400,
                        "request_invalid",
                        "/metadata"),
                arguments(
                        "metadata nested",
                        "{\"name\":\"x\",\"metadata\":{\"k\":{}}}",
                        400,
                        "request_invalid",
                        "/metadata/k"),
                arguments(
                        "rate of zero",
                        "{\"name\":\"x\",\"rate_limit\":{\"requests\":0,\"window_seconds\":1}}",
                        400,
                        "request_invalid",
                        "/rate_limit/requests"),
                arguments("10,000 deep", "[".repeat(10_000), 400, "request_invalid", null),
                arguments(
                        "10,000 deep in a field",
                        "{\"name\":\"x\",\"metadata\":" + "{\"a\":".repeat(10_000),
                        400,
                        "request_invalid",
                        null));
    }

    @ParameterizedTest(name = "{0}: {3} {4}")
    @MethodSource("badBodies")
    void badBodyIsRefusedAndItsFieldNamed(
            String what, String body, int status, String code, @org.jspecify.annotations.Nullable String pointer) {
        // The first admin holds owners:any; who may not give it is this one.
        String issuer = pointer != null && pointer.equals("/scopes/0") && status == 403 ? everything() : admin;
        assertProblem(api.post("/v1/keys", body, "x-api-key", issuer), status, code, pointer);
    }

    @Test
    void invalidUtf8IsRefused() {
        byte[] body = "{\"name\":\"a?b\"}".getBytes(StandardCharsets.US_ASCII);
        body[10] = (byte) 0xff;
        assertProblem(api.postBytes("/v1/keys", body, JSON, "x-api-key", admin), 400, "request_invalid", null);
    }

    @Test
    void elevenMegabytesAreTooLarge() {
        assertProblem(
                api.postBytes("/v1/keys", new byte[11_000_000], JSON, "x-api-key", admin), 413, "too_large", null);
    }

    @Test
    void wrongContentTypeIsRefused() {
        byte[] body = "{\"name\":\"x\"}".getBytes(StandardCharsets.US_ASCII);
        for (String type : new String[] {"text/plain", "application/xml", "application/x-www-form-urlencoded"}) {
            assertProblem(
                    api.postBytes("/v1/keys", body, type, "x-api-key", admin), 415, "unsupported_media_type", null);
        }
    }

    @Test
    void methodOverrideHasNoMeaning() {
        Answer answer = api.get("/v1/keys/import", "x-api-key", admin, "x-http-method-override", "POST");
        assertProblem(answer, 404, "not_found", null);
    }

    private String everything() {
        return api.issue(admin, "{\"name\":\"everything\",\"role\":\"admin\",\"scopes\":[\"*\"]}")
                .key();
    }

    private static void assertProblem(
            Answer answer, int status, String code, @org.jspecify.annotations.Nullable String pointer) {
        assertThat(answer.status()).as(answer.body()).isEqualTo(status);
        assertThat(answer.header("content-type")).startsWith("application/problem+json");
        assertThat(answer.code()).isEqualTo(code);
        assertThat(answer.json().get("request_id").asText()).isNotBlank();
        if (pointer != null) {
            assertThat(answer.json().get("errors").findValuesAsText("pointer")).contains(pointer);
        }
    }
}
