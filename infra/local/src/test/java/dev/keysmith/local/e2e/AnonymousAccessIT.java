package dev.keysmith.local.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A deployment that lets requests without a credential in, and has its JWTs switched off. */
class AnonymousAccessIT {

    // Any guarded route will do to see the decision: this one stands for a route of somebody's own API.
    private static final String ROUTES = """
            GET /v1/me
            GET /v1/keys docs:read
            POST /v1/keys keys:issue
            POST /v1/tokens""";
    private static final String ROLES = """
            [{"name": "basic", "scopes": ["chat:read"], "lifetime": "P1D"},
             {"name": "visitor", "scopes": ["docs:read"], "lifetime": "P1D",
              "rate_limit": {"requests": 20, "window_seconds": 3600}},
             {"name": "admin", "scopes": ["*"], "lifetime": "P30D"}]""";

    private static @TempDir Path data;
    private static SharedStack.Handle stack;
    private static Api api;

    @BeforeAll
    static void start() {
        stack = SharedStack.start(SharedStack.settings(data)
                .withFunctionEnvironment(Map.of(
                        "KEYSMITH_ANONYMOUS_ROLE",
                        "visitor",
                        "KEYSMITH_JWT",
                        "off",
                        "KEYSMITH_ROLES",
                        ROLES,
                        "KEYSMITH_ROUTES",
                        ROUTES)));
        api = stack.api();
    }

    @AfterAll
    static void stop() {
        stack.close();
    }

    @Test
    void requestWithoutACredentialIsLetInWhereTheRoleReaches() throws Exception {
        // The authorizer lets it in. The function behind it, which wants a key, refuses it by itself: the answer has a
        // detail.
        HttpRequest request = HttpRequest.newBuilder(stack.stack().baseUrl().resolve("/v1/keys"))
                .build();
        try (HttpClient client = HttpClient.newHttpClient()) {
            HttpResponse<String> answer = client.send(request, BodyHandlers.ofString());
            assertThat(answer.statusCode()).isEqualTo(401);
            assertThat(answer.body()).contains("\"detail\":");
        }
    }

    @Test
    void anythingElseNeedsACredential() {
        assertThat(api.get("/v1/me").code()).isEqualTo("credential_rejected");
        assertThat(api.post("/v1/keys", "{}").code()).isEqualTo("credential_rejected");
        assertThat(api.post("/v1/tokens", "").code()).isEqualTo("credential_rejected");
    }

    @Test
    void badCredentialIsNotAnonymous() {
        assertThat(api.get("/v1/keys", "x-api-key", TestKeys.randomWellFormed()).code())
                .isEqualTo("credential_rejected");
        assertThat(api.get("/v1/keys", "x-api-key", "").code()).isEqualTo("credential_rejected");
    }

    @Test
    void jwtsThatAreSwitchedOffAreNoCredentialsAndAreNotMade() {
        String jwt = "eyJhbGciOiJSUzI1NiJ9.e30.AAAA";
        assertThat(api.validate(jwt).code()).isEqualTo("credential_malformed");
        assertThat(api.mint(stack.adminKey(), "").status()).isEqualTo(404);
        assertThat(api.issueAnswer(stack.adminKey(), "{\"name\":\"j\",\"format\":\"jwt\"}")
                        .json()
                        .at("/errors/0/pointer")
                        .asText())
                .isEqualTo("/format");
    }
}
