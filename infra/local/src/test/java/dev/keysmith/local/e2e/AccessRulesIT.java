package dev.keysmith.local.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import dev.keysmith.local.e2e.Api.Answer;
import dev.keysmith.local.e2e.Api.IssuedKey;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A deployment with roles, a credential header and route rules of its own. */
class AccessRulesIT {

    private static final String HEADER = "service-authorization";
    private static final String ROLES = """
            [{"name": "basic", "scopes": [], "lifetime": "P1D"},
             {"name": "Report-Reader", "scopes": ["keys:read", "report:*"], "lifetime": "PT36H", "max_lifetime": "P3D",
              "rate_limit": {"requests": 7, "window_seconds": 60}},
             {"name": "admin", "scopes": ["*"], "lifetime": "P30D"}]""";
    private static final String ROUTES = """
            GET /v1/me
            POST /v1/keys keys:issue
            ANY /v1/keys/* any keys:read keys:revoke
            POST /v1/keys/{key_id}/revoke keys:revoke""";

    private static @TempDir Path data;
    private static SharedStack.Handle stack;
    private static Api api;
    private static String admin;

    @BeforeAll
    static void start() {
        stack = SharedStack.start(SharedStack.settings(data)
                .withFunctionEnvironment(Map.of(
                        "KEYSMITH_CREDENTIAL_HEADERS", HEADER, "KEYSMITH_ROLES", ROLES, "KEYSMITH_ROUTES", ROUTES)));
        api = stack.api();
        admin = stack.adminKey();
    }

    @AfterAll
    static void stop() {
        stack.close();
    }

    @Test
    void keyIsReadFromTheFurtherHeaderOnce() {
        String key = api.issue(admin, "{\"name\":\"service\"}").key();

        assertThat(api.get("/v1/me", HEADER, key).status()).isEqualTo(200);
        assertThat(api.get("/v1/me", HEADER, "Bearer " + key).status()).isEqualTo(200);
        assertThat(api.get("/v1/validate", HEADER, key).status()).isEqualTo(200);
        assertThat(api.me(key).status()).isEqualTo(200);

        for (String[] twice : new String[][] {
            {HEADER, key, HEADER, key}, {HEADER, key, "x-api-key", key}, {HEADER, key, "authorization", "Bearer " + key}
        }) {
            assertThat(api.get("/v1/me", twice).code()).isEqualTo("credential_rejected");
            assertThat(api.get("/v1/validate", twice).code()).isEqualTo("credential_malformed");
        }
    }

    @Test
    void keyHasWhatItsRoleGives() {
        Answer issued = api.issueAnswer(admin, "{\"name\":\"reader\",\"role\":\"report-reader\"}");

        assertThat(issued.status()).as(issued.body()).isEqualTo(201);
        assertThat(issued.json().get("role").asText()).isEqualTo("report_reader");
        assertThat(issued.json().get("rate_limit").toString()).isEqualTo("{\"requests\":7,\"window_seconds\":60}");
        assertThat(Duration.between(
                        Instant.parse(issued.json().get("created_at").asText()),
                        Instant.parse(issued.json().get("expires_at").asText())))
                .isEqualTo(Duration.ofHours(36));
        assertThat(api.me(issued.json().get("key").asText())
                        .json()
                        .get("scopes")
                        .toString())
                .isEqualTo("[\"keys:read\",\"report:*\"]");
    }

    @Test
    void roleOfAnotherDeploymentOrALongerLifetimeThanTheRolesIsRefused() {
        for (String body : new String[] {
            "{\"name\":\"x\",\"role\":\"contributor\"}",
            "{\"name\":\"x\",\"role\":\"report_reader\",\"expires_in_days\":4}"
        }) {
            assertThat(api.issueAnswer(admin, body).code()).as(body).isEqualTo("request_invalid");
        }
        assertThat(api.issueAnswer(admin, "{\"name\":\"x\",\"role\":\"report_reader\",\"expires_in_days\":3}")
                        .status())
                .isEqualTo(201);
    }

    @Test
    void prefixRuleGuardsWhatNoNarrowerRuleNames() {
        IssuedKey reader = api.issue(admin, "{\"name\":\"reader\",\"role\":\"report_reader\"}");
        IssuedKey basic = api.issue(admin, "{\"name\":\"basic\"}");

        assertThat(api.get("/v1/keys/" + reader.keyId(), "x-api-key", reader.key())
                        .status())
                .isEqualTo(200);
        assertThat(api.get("/v1/keys/" + reader.keyId(), "x-api-key", basic.key())
                        .code())
                .isEqualTo("scope_insufficient");
        assertThat(api.revoke(reader.key(), basic.keyId()).code()).isEqualTo("scope_insufficient");
        assertThat(api.me(basic.key()).status()).isEqualTo(200);
    }
}
