package dev.keysmith.local.lambda;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(value = 120, unit = TimeUnit.SECONDS)
final class InvokeApiIT {

    private static final HttpClient CLIENT = HttpClient.newHttpClient();
    private static final String SIGNED = "AWS4-HMAC-SHA256 Credential=local/20261121/us-east-1/lambda/aws4_request";

    @TempDir
    static Path logs;

    private static LambdaHost host;
    private static InvokeApi api;

    @BeforeAll
    static void start() throws IOException {
        host = new LambdaHost(new LambdaHostSettings(TestFunctions.javaHome(), logs), () -> {});
        host.add(TestFunctions.function("obedient", ObedientHandler.class));
        host.add(TestFunctions.function("hidden", ObedientHandler.class));
        host.add(TestFunctions.function("broken", BrokenHandler.class));
        api = new InvokeApi(host, Set.of("obedient", "broken"));
        api.start();
    }

    @AfterAll
    static void stop() {
        api.close();
        host.close();
    }

    @Test
    void answerIsTheFunctionsOwn() throws Exception {
        HttpResponse<String> answer = invoke("obedient", "echo {\"a\": 1}");

        assertThat(answer.statusCode()).isEqualTo(200);
        assertThat(answer.body()).isEqualTo("{\"a\": 1}");
        assertThat(answer.headers().firstValue("X-Amz-Function-Error")).isEmpty();
        assertThat(answer.headers().firstValue("x-amzn-RequestId")).isPresent();
    }

    @Test
    void whatTheFunctionThrewIsAFunctionError() throws Exception {
        HttpResponse<String> answer = invoke("obedient", "throw task must be migrate");

        assertThat(answer.statusCode()).isEqualTo(200);
        assertThat(answer.headers().firstValue("X-Amz-Function-Error")).hasValue("Unhandled");
        assertThat(json(answer).path("errorMessage").asText()).isEqualTo("task must be migrate");
        assertThat(json(answer).path("errorType").asText()).isEqualTo("java.lang.IllegalStateException");
    }

    @Test
    void functionThatDiesOrCannotStartIsAFunctionError() throws Exception {
        for (HttpResponse<String> answer : Set.of(invoke("obedient", "exit 1"), invoke("broken", "{}"))) {
            assertThat(answer.statusCode()).isEqualTo(200);
            assertThat(answer.headers().firstValue("X-Amz-Function-Error")).hasValue("Unhandled");
            assertThat(json(answer).path("errorMessage").asText()).isNotEmpty();
        }
    }

    @Test
    void functionThatOperatorsMayNotInvokeDoesNotExist() throws Exception {
        for (String function : Set.of("hidden", "nobody")) {
            HttpResponse<String> answer = invoke(function, "echo 1");

            assertThat(answer.statusCode()).isEqualTo(404);
            assertThat(answer.headers().firstValue("x-amzn-ErrorType")).hasValue("ResourceNotFoundException");
        }
        assertThat(host.processIds().get("hidden")).isEmpty();
    }

    /** A web page can make a browser send requests to this machine, but none with this header. */
    @Test
    void requestThatIsNotSignedIsRefused() throws Exception {
        HttpResponse<String> answer =
                send(HttpRequest.newBuilder(api.endpoint().resolve("/2015-03-31/functions/obedient/invocations"))
                        .POST(HttpRequest.BodyPublishers.ofString("echo 1")));

        assertThat(answer.statusCode()).isEqualTo(403);
        assertThat(answer.body()).doesNotContain("echo");
    }

    @Test
    void eventThatLambdaDoesNotTakeIsRefused() throws Exception {
        HttpResponse<String> answer = invoke("obedient", "size " + "x".repeat(7 * 1024 * 1024));

        assertThat(answer.statusCode()).isEqualTo(413);
        assertThat(answer.headers().firstValue("x-amzn-ErrorType")).hasValue("RequestTooLargeException");
    }

    @Test
    void onlySynchronousInvocationsAreKnown() throws Exception {
        HttpResponse<String> later = send(request("obedient", "echo 1").header("X-Amz-Invocation-Type", "Event"));
        HttpResponse<String> other = send(HttpRequest.newBuilder(api.endpoint().resolve("/2015-03-31/functions"))
                .header("Authorization", SIGNED));

        assertThat(later.statusCode()).isEqualTo(400);
        assertThat(other.statusCode()).isEqualTo(404);
    }

    private static HttpResponse<String> invoke(String function, String event) throws Exception {
        return send(request(function, event));
    }

    private static HttpRequest.Builder request(String function, String event) {
        return HttpRequest.newBuilder(api.endpoint().resolve("/2015-03-31/functions/" + function + "/invocations"))
                .header("Authorization", SIGNED)
                .POST(HttpRequest.BodyPublishers.ofString(event));
    }

    private static HttpResponse<String> send(HttpRequest.Builder request) throws Exception {
        return CLIENT.send(request.build(), HttpResponse.BodyHandlers.ofString());
    }

    private static JsonNode json(HttpResponse<String> answer) throws IOException {
        return new ObjectMapper().readTree(answer.body());
    }
}
