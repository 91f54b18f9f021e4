package dev.keysmith.local.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * The shape of a cold authorizer: how many classes it loads from its start to its first answer. Classes are what a cold start
 * costs; a budget of them holds on every machine, a time would not.
 */
class ColdAuthorizerIT {

    /** What was measured when it was set, and 2 % for differences between builds of JDK 25. Raise it only knowingly. */
    private static final int CLASS_BUDGET = 5_010;

    private @TempDir Path data;

    @Test
    void coldAuthorizerLoadsNoMoreClassesThanItsBudget() throws IOException {
        Map<String, String> environment = Map.of(
                "JAVA_TOOL_OPTIONS",
                "-XX:+UseSerialGC -XX:TieredStopAtLevel=1 -Xlog:class+load:file=" + data.resolve("classes-%p.txt"));
        long authorizer;
        try (SharedStack.Handle handle =
                SharedStack.start(SharedStack.settings(data.resolve("stack")).withFunctionEnvironment(environment))) {
            assertThat(handle.api().me(handle.adminKey()).status()).isEqualTo(200);
            authorizer = handle.stack()
                    .processIds()
                    .getOrDefault("authorizer", List.of())
                    .getFirst();
        }
        long classes;
        try (Stream<String> lines = Files.lines(data.resolve("classes-" + authorizer + ".txt"))) {
            classes = lines.filter(line -> line.contains(" source: ")).count();
        }
        System.out.println("ColdAuthorizerIT: " + classes + " classes of " + CLASS_BUDGET);
        assertThat(classes).isBetween(1L, (long) CLASS_BUDGET);
    }
}
