package dev.keysmith.local.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import dev.keysmith.blueprint.DatabaseAccess;
import dev.keysmith.blueprint.Naming;
import dev.keysmith.local.aws.LocalAws;
import dev.keysmith.local.awscalls.AwsCall;
import dev.keysmith.local.awscalls.AwsCallCounter;
import dev.keysmith.local.lambda.ProcessView;
import dev.keysmith.local.lambda.SnapStartInstance;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import software.amazon.awssdk.services.secretsmanager.SecretsManagerClient;

/**
 * Each function as Lambda starts it for a snapshot, with the real runtime client in a real process: what is in it when the snapshot is
 * taken, and what it does when it goes on.
 */
@ExtendWith(SharedStack.class)
class SnapStartIT {

    /** The long texts in secrets: peppers, keys, passwords. */
    private static final Pattern SECRET_PART = Pattern.compile("\"([A-Za-z0-9+/_-]{20,}={0,2})\"");

    private static final String PRIMING_FAILED = "priming_failed";

    private @TempDir Path directory;

    /** What a function is sent first, what its answer holds, and how many classes that may load at most. */
    private enum First {
        AUTHORIZER("authorizer", "", "keysmith-within-limits", 60),
        ISSUE("issue", api("POST", "/v1/keys", "{\\\"name\\\":\\\"first\\\"}"), "\"statusCode\":201", 130),
        REFRESH("refresh", api("POST", "/v1/keys/{key_id}/rotate", ""), "\"statusCode\":404", 130),
        REVOKE("revoke", api("POST", "/v1/keys/{key_id}/revoke", ""), "\"statusCode\":404", 130),
        MANAGE("manage", api("GET", "/v1/keys/{key_id}", ""), "\"statusCode\":404", 130),
        // What no rehearsal is worth has no budget.
        REPORTS("reports", api("GET", "/v1/events", ""), "\"statusCode\":200", Integer.MAX_VALUE),
        LEDGER("ledger", "{\"Records\":[]}", "", Integer.MAX_VALUE),
        LEDGER_TASK("ledger-task", "{\"task\":\"expire\"}", "\"expired\":", Integer.MAX_VALUE),
        ROTATE_SECRET("rotate-secret", "{}", "the event has no valid Step", Integer.MAX_VALUE);

        private final String function;
        private final String event;
        private final String answer;
        private final int classBudget;

        First(String function, String event, String answer, int classBudget) {
            this.function = function;
            this.event = event;
            this.answer = answer;
            this.classBudget = classBudget;
        }
    }

    @ParameterizedTest
    @EnumSource
    void snapshotHoldsNothingOfTheDeploymentAndTheFunctionGoesOn(First first, SharedStack.Handle stack)
            throws IOException, InterruptedException {
        Path classes = directory.resolve("classes.txt");
        try (AwsCallCounter dynamoDb =
                        AwsCallCounter.inFrontOf(stack.stack().endpoints().dynamoDb());
                AwsCallCounter secretsManager =
                        AwsCallCounter.inFrontOf(stack.stack().endpoints().secretsManager());
                SnapStartInstance instance = start(
                        stack,
                        first.function,
                        Map.of(
                                "AWS_ENDPOINT_URL_DYNAMODB", dynamoDb.endpoint().toString(),
                                "AWS_ENDPOINT_URL_SECRETS_MANAGER",
                                        secretsManager.endpoint().toString(),
                                "JAVA_TOOL_OPTIONS",
                                        "-XX:+UseSerialGC -XX:TieredStopAtLevel=1 -Xlog:class+load:file=" + classes))) {
            assertThat(instance.awaitSnapshot()).as("%s", instance.errors()).isTrue();

            assertThat(log(first.function)).doesNotContain(PRIMING_FAILED);
            assertThat(secretsManager.calls()).isEmpty();
            assertThat(dynamoDb.calls()).extracting(AwsCall::caller).doesNotContain("local");
            assertThat(dynamoDb.calls()).extracting(AwsCall::operation).isSubsetOf("GetItem");
            assertThat(instance.credentialsRead()).isZero();
            ProcessView process = new ProcessView(instance.processId());
            assertThat(process.connectedTo()).containsOnly(instance.runtimePort());
            List<String> secrets = secrets(stack);
            assertThat(process.inHeap(with(secrets, "AWS_LAMBDA_INITIALIZATION_TYPE"), directory))
                    .containsExactly("AWS_LAMBDA_INITIALIZATION_TYPE");

            long loaded = loaded(classes);
            instance.restore();
            String event = first == First.AUTHORIZER ? AuthorizerInstances.event(stack.adminKey()) : first.event;
            assertThat(instance.invoke(event)).contains(first.answer);
            long more = loaded(classes) - loaded;
            System.out.println("SnapStartIT: " + first.function + " loads " + more + " classes after its restore");
            assertThat(more).isLessThanOrEqualTo(first.classBudget);
        }
    }

    /** As at the first deployment, where secrets have no value yet; what they get after the snapshot is what counts. */
    @Test
    void secretIsTheOneOfAfterTheSnapshot(SharedStack.Handle stack) throws IOException, InterruptedException {
        String late = "written-after-the-snapshot";
        try (SnapStartInstance authorizer = start(stack, "authorizer", Map.of("KEYSMITH_VERIFICATION_SECRET", late));
                SecretsManagerClient secrets = client(stack)) {
            assertThat(authorizer.awaitSnapshot()).as("%s", authorizer.errors()).isTrue();
            secrets.createSecret(request -> request.name(late)
                    .secretString(text(secrets, Naming.standard().verificationSecret())));

            authorizer.restore();

            assertThat(authorizer.invoke(AuthorizerInstances.event(stack.adminKey())))
                    .contains("keysmith-within-limits");
            assertThat(authorizer.credentialsRead()).isPositive();
            assertThat(log("authorizer")).contains("\"allowed\":1").doesNotContain("MADEUP", PRIMING_FAILED);
            assertThat(new ProcessView(authorizer.processId())
                            .inHeap(SnapStartInstance.secretsOfCredentials(true), directory))
                    .as("the credentials of after the restore")
                    .isNotEmpty();
        }
    }

    @Test
    void snapshotIsTakenThoughDynamoDbIsOutOfReach(SharedStack.Handle stack) throws IOException, InterruptedException {
        int port = freePort();
        Map<String, String> unreachable = Map.of("AWS_ENDPOINT_URL_DYNAMODB", "http://127.0.0.1:" + port);
        try (SnapStartInstance authorizer = start(stack, "authorizer", unreachable)) {
            assertThat(authorizer.awaitSnapshot()).as("%s", authorizer.errors()).isTrue();
            assertThat(log("authorizer")).contains(PRIMING_FAILED, "DynamoDB did not answer");
            try (AwsCallCounter dynamoDb =
                    AwsCallCounter.inFrontOf(stack.stack().endpoints().dynamoDb(), port)) {
                authorizer.restore();

                assertThat(authorizer.invoke(AuthorizerInstances.event(stack.adminKey())))
                        .contains("keysmith-within-limits");
                assertThat(dynamoDb.count("GetItem")).isOne();
            }
        }
    }

    @Test
    void wrongSettingStopsTheStartBeforeTheSnapshot(SharedStack.Handle stack) throws IOException, InterruptedException {
        try (SnapStartInstance authorizer = start(stack, "authorizer", Map.of("KEYSMITH_KEY_PREFIX", "?"))) {
            assertThat(authorizer.awaitSnapshot()).isFalse();
            assertThat(authorizer.errors()).singleElement().asString().contains("init/error", "KEYSMITH_KEY_PREFIX");
        }
    }

    private SnapStartInstance start(SharedStack.Handle stack, String function, Map<String, String> overrides)
            throws IOException {
        Map<String, String> environment = new HashMap<>(overrides);
        environment.put("KEYSMITH_DATABASE_TLS", "disable");
        environment.put("KEYSMITH_LEDGER_STORE", "file://" + stack.stack().ledgerStore());
        return SnapStartInstance.start(
                FunctionInstance.function(stack, function, directory, environment), directory, "local");
    }

    /** All that the deployment's secrets hold, and the admin key. */
    private static List<String> secrets(SharedStack.Handle stack) {
        Naming naming = Naming.standard();
        DatabaseAccess.Passwords database = (DatabaseAccess.Passwords) naming.database();
        List<String> parts = new ArrayList<>(List.of(stack.adminKey()));
        try (SecretsManagerClient secrets = client(stack)) {
            for (String name : List.of(
                    naming.verificationSecret(),
                    naming.signingSecret(),
                    naming.ledgerSecret(),
                    database.ownerSecret(),
                    database.writerSecret(),
                    database.readerSecret())) {
                List<String> ofThis = SECRET_PART
                        .matcher(text(secrets, name))
                        .results()
                        .map(part -> part.group(1))
                        .toList();
                assertThat(ofThis).as(name).isNotEmpty();
                parts.addAll(ofThis);
            }
        }
        return parts;
    }

    private static List<String> with(List<String> secrets, String more) {
        return Stream.concat(secrets.stream(), Stream.of(more)).toList();
    }

    private static SecretsManagerClient client(SharedStack.Handle stack) {
        return LocalAws.secretsManager(stack.stack().endpoints().secretsManager());
    }

    private static String text(SecretsManagerClient secrets, String name) {
        return secrets.getSecretValue(request -> request.secretId(name)).secretString();
    }

    private String log(String function) throws IOException {
        return Files.readString(directory.resolve(function + ".log"));
    }

    private static long loaded(Path classes) throws IOException {
        try (Stream<String> lines = Files.lines(classes)) {
            return lines.filter(line -> line.contains(" source: ")).count();
        }
    }

    private static int freePort() throws IOException {
        try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            return socket.getLocalPort();
        }
    }

    /** An event by a caller who may do everything, about a key that does not exist. */
    private static String api(String method, String resource, String body) {
        return """
                {"resource":"%s","path":"%s","httpMethod":"%s","body":"%s","isBase64Encoded":false,
                 "headers":{"content-type":"application/json"},"pathParameters":{"key_id":"0123456789abcdef"},
                 "requestContext":{"requestId":"first","identity":{"sourceIp":"192.0.2.1"},"authorizer":{
                  "key_id":"0123456789ABCDEF","owner":"snapshots","role":"admin","scope":"* owners:any",
                  "environment":"live","credential_kind":"api_key","generation":"1","lifetime":"PT8760H",
                  "refresh_lifetime":"PT8760H","created_at":"2026-01-01T00:00:00Z",
                  "expires_at":"2099-01-01T00:00:00Z","max_expires_at":"2099-01-01T00:00:00Z"}}}
                """.formatted(resource, resource, method, body);
    }
}
