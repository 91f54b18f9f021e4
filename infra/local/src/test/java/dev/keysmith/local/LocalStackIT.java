package dev.keysmith.local;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.keysmith.local.aws.AwsEndpoints;
import dev.keysmith.local.awscalls.OneEndpoint;
import dev.keysmith.local.dynamodb.DynamoDbServer;
import dev.keysmith.local.secrets.SecretsManagerServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.function.Predicate;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** The stack as a whole, with the functions' packaged artifacts; what they answer is for the end-to-end tests. */
@Timeout(value = 120, unit = TimeUnit.SECONDS)
final class LocalStackIT {

    private static final ObjectMapper JSON = new ObjectMapper();
    private static final Path PROJECT = Path.of("../..").toAbsolutePath().normalize();

    @TempDir
    Path data;

    @Test
    void stateFileTellsOfAReadyStackAndGoesWithIt() throws Exception {
        List<Boolean> thereWhileStarting = new ArrayList<>();
        try (LocalStack stack =
                LocalStack.start(settings(), line -> thereWhileStarting.add(Files.exists(stateFile())))) {
            assertThat(thereWhileStarting).isNotEmpty().containsOnly(false);
            JsonNode state = state();
            assertThat(state.path("base_url").textValue())
                    .isEqualTo(stack.baseUrl().toString());
            assertThat(state.path("admin_key").textValue()).isEqualTo(stack.adminKey());
            assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(stateFile())))
                    .isEqualTo("rw-------");
        }
        assertThat(stateFile()).doesNotExist();
    }

    @Test
    void stateFileFollowsTheFunctionsProcesses() throws Exception {
        List<Long> ended;
        try (LocalStack stack = start()) {
            get(stack, "/v1/me");

            List<Long> running = ids(await(state -> !ids(state).isEmpty()));
            assertThat(running).isEqualTo(stack.processIds().get("authorizer")).allMatch(LocalStackIT::isAlive);
            running.forEach(id -> ProcessHandle.of(id).ifPresent(ProcessHandle::destroyForcibly));
            await(state -> ids(state).isEmpty());

            get(stack, "/v1/me");
            ended = ids(await(state -> !ids(state).isEmpty()));
        }
        assertThat(ended).isNotEmpty().noneMatch(LocalStackIT::isAlive);
    }

    @Test
    void storesSurviveARestartButNotAReset() throws Exception {
        String first;
        try (LocalStack stack = start()) {
            first = stack.adminKey();
        }
        try (LocalStack stack = start()) {
            assertThat(stack.adminKey()).isEqualTo(first);
        }
        try (LocalStack stack = LocalStack.start(settings().withReset(true), line -> {})) {
            assertThat(stack.adminKey()).isNotEqualTo(first);
        }
    }

    @Test
    void secondStackOnTheSameDataIsRefusedAndLeavesTheFirstAlone() throws Exception {
        try (LocalStack stack = start()) {
            assertThatExceptionOfType(LocalStackException.class)
                    .isThrownBy(this::start)
                    .withMessageContaining("another local stack");

            assertThat(state().path("base_url").textValue())
                    .isEqualTo(stack.baseUrl().toString());
            assertThat(get(stack, "/healthz").statusCode()).isEqualTo(200);
        }
    }

    @Test
    void portThatIsTakenIsNamedAndNothingIsLeftRunning() throws Exception {
        try (ServerSocket taken = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            assertThatExceptionOfType(LocalStackException.class)
                    .isThrownBy(() ->
                            LocalStack.start(new LocalStackSettings(PROJECT, data, taken.getLocalPort()), line -> {}))
                    .withMessageContaining(Integer.toString(taken.getLocalPort()));
        }
        assertThat(stateFile()).doesNotExist();
        start().close();
    }

    @Test
    void missingArtifactIsNamed() {
        assertThatExceptionOfType(LocalStackException.class)
                .isThrownBy(() -> LocalStack.start(new LocalStackSettings(data, data, 0), line -> {}))
                .withMessageContaining("function.zip");
    }

    @Test
    void endpointThatDoesNotAnswerIsNamed() throws Exception {
        URI nobody;
        try (ServerSocket free = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            nobody = URI.create("http://127.0.0.1:" + free.getLocalPort());
        }
        assertThatExceptionOfType(LocalStackException.class)
                .isThrownBy(() -> LocalStack.start(settings().withAwsEndpoint(Optional.of(nobody)), line -> {}))
                .withMessageContaining(nobody.toString());
    }

    @Test
    void servicesAtAnotherEndpointAreUsedInsteadOfEmbeddedOnes(@TempDir Path elsewhere) throws Exception {
        try (DynamoDbServer dynamoDb = new DynamoDbServer(elsewhere.resolve("dynamodb"), 0);
                SecretsManagerServer secrets =
                        new SecretsManagerServer(elsewhere.resolve("secrets"), 0, Clock.systemUTC())) {
            dynamoDb.start();
            secrets.start();
            try (OneEndpoint endpoint = OneEndpoint.inFrontOf(dynamoDb.endpoint(), secrets.endpoint());
                    LocalStack stack =
                            LocalStack.start(settings().withAwsEndpoint(Optional.of(endpoint.uri())), line -> {})) {
                assertThat(stack.endpoints()).isEqualTo(new AwsEndpoints(endpoint.uri(), endpoint.uri()));
                assertThat(data.resolve("dynamodb")).doesNotExist();
                assertThat(data.resolve("secrets")).doesNotExist();
                assertThat(get(stack, "/healthz").statusCode()).isEqualTo(200);
            }
        }
    }

    @Test
    void healthTellsOfAnOutageAndItsEnd() throws Exception {
        try (LocalStack stack = start()) {
            assertThat(get(stack, "/healthz").statusCode()).isEqualTo(200);

            stack.dynamoDb().stop();
            HttpResponse<String> outage = get(stack, "/healthz");
            assertThat(outage.statusCode()).isEqualTo(503);
            assertThat(JSON.readTree(outage.body()).at("/parts/dynamodb").textValue())
                    .isEqualTo("down");
            assertThat(JSON.readTree(outage.body()).at("/parts/secrets_manager").textValue())
                    .isEqualTo("up");

            stack.dynamoDb().start();
            assertThat(get(stack, "/healthz").statusCode()).isEqualTo(200);
        }
    }

    @Test
    void functionsLookWhereTheyAreTold() throws Exception {
        List<AwsEndpoints> seen = new ArrayList<>();
        LocalStackSettings settings = settings().withFunctionEndpoints(endpoints -> {
            seen.add(endpoints);
            return endpoints;
        });
        try (LocalStack stack = LocalStack.start(settings, line -> {})) {
            assertThat(seen).containsExactly(stack.endpoints());
        }
    }

    private LocalStack start() throws IOException, LocalStackException {
        return LocalStack.start(settings(), line -> {});
    }

    private LocalStackSettings settings() {
        return new LocalStackSettings(PROJECT, data, 0);
    }

    private Path stateFile() {
        return data.resolve("local.json");
    }

    private JsonNode state() throws IOException {
        return JSON.readTree(stateFile().toFile());
    }

    /** The state file is rewritten soon after a process starts or ends, not at that very moment. */
    private JsonNode await(Predicate<JsonNode> condition) throws IOException, InterruptedException {
        JsonNode state = state();
        while (!condition.test(state)) {
            Thread.sleep(Duration.ofMillis(20));
            state = state();
        }
        return state;
    }

    private static List<Long> ids(JsonNode state) {
        List<Long> ids = new ArrayList<>();
        state.at("/functions/authorizer").forEach(id -> ids.add(id.longValue()));
        return ids;
    }

    private static boolean isAlive(long processId) {
        return ProcessHandle.of(processId).map(ProcessHandle::isAlive).orElse(false);
    }

    private static HttpResponse<String> get(LocalStack stack, String path) throws IOException, InterruptedException {
        try (HttpClient client = HttpClient.newHttpClient()) {
            return client.send(
                    HttpRequest.newBuilder(stack.baseUrl().resolve(path)).build(),
                    HttpResponse.BodyHandlers.ofString());
        }
    }
}
