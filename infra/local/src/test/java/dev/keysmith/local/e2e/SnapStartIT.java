package dev.keysmith.local.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import dev.keysmith.local.lambda.ProcessView;
import dev.keysmith.local.lambda.SnapStartInstance;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Functions as Lambda starts them for a snapshot: what is in them when it is taken, and what they do when they go on. */
@ExtendWith(SharedStack.class)
class SnapStartIT {

    private @TempDir Path directory;

    @ParameterizedTest
    @ValueSource(strings = {"authorizer", "issue", "refresh", "revoke", "manage", "reports", "ledger", "ledger-task", "rotate-secret"})
    void authorizer(String name, SharedStack.Handle stack) throws Exception {
        Path classes = directory.resolve("classes.txt");
        String options = "-XX:+UseSerialGC -XX:TieredStopAtLevel=1 -Xlog:class+load:file=" + classes;
        try (SnapStartInstance authorizer = SnapStartInstance.start(
                FunctionInstance.function(stack, name, directory, Map.of("JAVA_TOOL_OPTIONS", options)),
                directory,
                "local")) {
            assertThat(authorizer.awaitSnapshot()).as("%s", authorizer.errors()).isTrue();
            ProcessView process = new ProcessView(authorizer.processId());
            System.out.println("## " + name + " connected " + process.connectedTo() + " runtime " + authorizer.runtimePort());
            System.out.println("## creds " + authorizer.credentialsRead());
            System.out.println("## heap " + process.inHeap(SnapStartInstance.secretsOfCredentials(false), directory));
            long before = loaded(classes);
            authorizer.restore();
            long t = System.nanoTime();
            String event = switch (name) {
                case "authorizer" -> AuthorizerInstances.event(stack.adminKey());
                case "issue" -> api(stack, "POST", "/v1/keys", "{\\\"name\\\":\\\"x\\\"}");
                case "refresh" -> api(stack, "POST", "/v1/refresh", "");
                case "revoke" -> api(stack, "POST", "/v1/keys/{key_id}/revoke", "");
                case "manage" -> api(stack, "GET", "/v1/keys/{key_id}", "");
                case "reports" -> api(stack, "GET", "/v1/events", "");
                case "ledger" -> "{\"Records\":[]}";
                case "ledger-task" -> "{\"task\":\"verify\"}";
                default -> "{}";
            };
            String answer = authorizer.invoke(event);
            System.out.println("## " + answer + " took ms " + (System.nanoTime() - t) / 1e6);
            System.out.println("## classes " + before + " + " + (loaded(classes) - before) + " creds " + authorizer.credentialsRead());
            Files.copy(classes, Path.of("/tmp/k1ric/classes-" + name + ".txt"), java.nio.file.StandardCopyOption.REPLACE_EXISTING);
            Files.copy(directory.resolve(name + ".log"), Path.of("/tmp/k1ric/" + name + ".log"), java.nio.file.StandardCopyOption.REPLACE_EXISTING);
        }
    }

    private static String api(SharedStack.Handle stack, String method, String resource, String body) {
        return """
                {"resource":"%s","path":"%s","httpMethod":"%s","body":"%s","isBase64Encoded":false,"headers":{"content-type":"application/json"},
                 "pathParameters":{"key_id":"0123456789abcdef"},
                 "requestContext":{"requestId":"r","identity":{"sourceIp":"192.0.2.1"},"authorizer":{"key_id":"0M3e9QzzqopJqWNE","owner":"root","role":"admin","scope":"* owners:any","environment":"live","credential_kind":"api_key","generation":"1","created_at":"2026-11-21T22:57:24.746Z","expires_at":"2027-11-21T22:57:24.746Z","max_expires_at":"2030-11-20T22:57:24.746Z","lifetime":"PT8760H","refresh_lifetime":"PT8760H"}}}
                """.formatted(resource, resource, method, body);
    }

    private static long loaded(Path classes) throws Exception {
        try (Stream<String> lines = Files.lines(classes)) {
            return lines.filter(line -> line.contains(" source: ")).count();
        }
    }
}
