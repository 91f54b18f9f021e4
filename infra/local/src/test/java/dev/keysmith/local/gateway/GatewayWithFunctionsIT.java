package dev.keysmith.local.gateway;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.keysmith.local.gateway.RawConnection.Answer;
import dev.keysmith.local.lambda.LambdaHost;
import dev.keysmith.local.lambda.LambdaHostSettings;
import dev.keysmith.local.lambda.TestFunctions;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** The gateway in front of functions in real processes. */
@Timeout(120)
class GatewayWithFunctionsIT {

    @TempDir
    private static Path logs;

    private static LambdaHost host;
    private static Gateway gateway;

    @BeforeAll
    static void start() throws IOException {
        host = new LambdaHost(new LambdaHostSettings(TestFunctions.javaHome(), logs), () -> {});
        host.add(TestFunctions.function("authorizer", GateHandler.class));
        host.add(TestFunctions.function("backend", BackendHandler.class));
        gateway = new Gateway(
                TestApi.customised(), host::invoke, new GatewaySettings(0, () -> new HealthReport(Map.of(), Map.of())));
        gateway.start();
    }

    @AfterAll
    static void stop() {
        gateway.close();
        host.close();
    }

    @Test
    void anAllowedCallReachesTheFunctionWithItsPrincipal() throws IOException {
        Answer answer = call("GET", "/v1/keys/a", "allow");
        assertThat(answer.status()).isEqualTo(200);
        JsonNode event = FakeFunctions.JSON.readTree(answer.body().getBytes(ISO_8859_1));
        assertThat(event.at("/requestContext/authorizer/principalId").asText()).isEqualTo("k1");
        assertThat(event.at("/requestContext/requestId").asText())
                .isEqualTo(answer.header("x-amzn-requestid").orElseThrow());
    }

    @Test
    void thrownUnauthorizedIs401() throws IOException {
        assertThat(call("GET", "/v1/keys/a", "throw").status()).isEqualTo(401);
    }

    @Test
    void aDenyCarriesTheAuthorizersCode() throws IOException {
        Answer answer = call("GET", "/v1/keys/a", "deny");
        assertThat(answer.status()).isEqualTo(403);
        assertThat(answer.body()).contains("scope_insufficient");
    }

    @Test
    void anAuthorizerThatDiesIsAFailureAndTheNextCallIsServed() throws IOException {
        assertThat(call("GET", "/v1/keys/a", "die").status()).isEqualTo(503);
        assertThat(call("GET", "/v1/keys/a", "allow").status()).isEqualTo(200);
    }

    @Test
    void aFunctionThatDiesIs502AndTheNextCallIsServed() throws IOException {
        assertThat(call("GET", "/v1/open/die", "").status()).isEqualTo(502);
        assertThat(call("GET", "/v1/open/live", "").status()).isEqualTo(200);
    }

    @Test
    void anEventOverSixMegabytesIs413() throws IOException {
        // Base64 makes it a third larger.
        String body = "x".repeat(5 * 1024 * 1024);
        try (var connection = new RawConnection(gateway.baseUrl())) {
            Answer answer = connection
                    .send("POST /v1/open HTTP/1.1\r\nHost: a\r\nContent-Length: " + body.length() + "\r\n\r\n" + body)
                    .read();
            assertThat(answer.status()).isEqualTo(413);
        }
    }

    @Test
    void manyClientsAtOnceAreAllServed() throws Exception {
        try (ExecutorService clients = Executors.newVirtualThreadPerTaskExecutor()) {
            List<Future<Integer>> answers = new ArrayList<>();
            for (int i = 0; i < 200; i++) {
                answers.add(
                        clients.submit(() -> call("GET", "/v1/keys/a", "allow").status()));
            }
            for (Future<Integer> answer : answers) {
                assertThat(answer.get()).isEqualTo(200);
            }
        }
    }

    private static Answer call(String method, String path, String command) throws IOException {
        try (var connection = new RawConnection(gateway.baseUrl())) {
            return connection
                    .send(method + " " + path + " HTTP/1.1\r\nHost: a\r\nx-do: " + command + "\r\n\r\n")
                    .read();
        }
    }
}
