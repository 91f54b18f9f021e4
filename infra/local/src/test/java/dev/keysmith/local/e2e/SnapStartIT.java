package dev.keysmith.local.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import dev.keysmith.local.lambda.ProcessView;
import dev.keysmith.local.lambda.SnapStartInstance;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

/** Functions as Lambda starts them for a snapshot: what is in them when it is taken, and what they do when they go on. */
@ExtendWith(SharedStack.class)
class SnapStartIT {

    private @TempDir Path directory;

    @Test
    void authorizer(SharedStack.Handle stack) throws Exception {
        Path classes = directory.resolve("classes.txt");
        String options = "-XX:+UseSerialGC -XX:TieredStopAtLevel=1 -Xlog:class+load:file=" + classes;
        try (SnapStartInstance authorizer = SnapStartInstance.start(
                FunctionInstance.function(stack, "authorizer", directory, Map.of("JAVA_TOOL_OPTIONS", options)),
                directory,
                "functionauthorizer")) {
            assertThat(authorizer.awaitSnapshot()).as("%s", authorizer.errors()).isTrue();
            ProcessView process = new ProcessView(authorizer.processId());
            System.out.println("connected " + process.connectedTo() + " runtime " + authorizer.runtimePort());
            System.out.println("creds " + authorizer.credentialsRead());
            System.out.println("heap " + process.inHeap(SnapStartInstance.secretsOfCredentials(false), directory));
            long before = loaded(classes);
            authorizer.restore();
            long t = System.nanoTime();
            String answer = authorizer.invoke(AuthorizerInstances.event(stack.adminKey()));
            System.out.println(answer + " took ms " + (System.nanoTime() - t) / 1e6);
            System.out.println("classes " + before + " + " + (loaded(classes) - before) + " creds "
                    + authorizer.credentialsRead());
            Files.copy(classes, Path.of("/tmp/k1ric/classes.txt"), java.nio.file.StandardCopyOption.REPLACE_EXISTING);
            System.out.println(Files.readString(directory.resolve("authorizer.log")));
        }
    }

    private static long loaded(Path classes) throws Exception {
        try (Stream<String> lines = Files.lines(classes)) {
            return lines.filter(line -> line.contains(" source: ")).count();
        }
    }
}
