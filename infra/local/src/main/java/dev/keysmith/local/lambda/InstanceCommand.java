package dev.keysmith.local.lambda;

import java.io.File;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** Says how a function's process is started. */
record InstanceCommand(LambdaHostSettings settings, LambdaFunction function) {

    private static final String REGION = "us-east-1";
    private static final String ACCOUNT = "000000000000";

    ProcessBuilder processBuilder(String runtimeApi, String logStream) {
        var builder = new ProcessBuilder(command());
        builder.directory(taskRoot().toFile());
        builder.redirectErrorStream(true);
        // Opened for appending, so that several instances can share the file.
        builder.redirectOutput(ProcessBuilder.Redirect.appendTo(
                settings.logDirectory().resolve(function.name() + ".log").toFile()));
        Map<String, String> environment = builder.environment();
        // A function must not come to depend on what the developer's shell happens to hold.
        environment.clear();
        environment.putAll(defaults());
        environment.putAll(function.environment());
        environment.putAll(reserved(runtimeApi, logStream));
        return builder;
    }

    String functionArn() {
        String region = function.environment().getOrDefault("AWS_REGION", REGION);
        return "arn:aws:lambda:" + region + ":" + ACCOUNT + ":function:" + function.name();
    }

    private List<String> command() {
        String classPath = Stream.concat(function.classPath().stream(), RuntimeClientJars.paths().stream())
                .map(path -> path.toAbsolutePath().toString())
                .collect(Collectors.joining(File.pathSeparator));
        return List.of(
                settings.javaHome().resolve("bin/java").toString(),
                "-Xmx" + function.memoryMegabytes() * 3 / 4 + "m",
                "--enable-native-access=ALL-UNNAMED",
                "-cp",
                classPath,
                RuntimeClientJars.MAIN_CLASS,
                function.handler());
    }

    private static Map<String, String> defaults() {
        return Map.of(
                "AWS_REGION", REGION,
                "AWS_DEFAULT_REGION", REGION,
                "LANG", "en_US.UTF-8",
                "PATH", "/usr/local/bin:/usr/bin:/bin",
                "TZ", ":UTC");
    }

    private Map<String, String> reserved(String runtimeApi, String logStream) {
        return Map.of(
                "_HANDLER",
                function.handler(),
                "AWS_EXECUTION_ENV",
                "AWS_Lambda_java25",
                "AWS_LAMBDA_FUNCTION_MEMORY_SIZE",
                Integer.toString(function.memoryMegabytes()),
                "AWS_LAMBDA_FUNCTION_NAME",
                function.name(),
                "AWS_LAMBDA_FUNCTION_VERSION",
                "$LATEST",
                "AWS_LAMBDA_INITIALIZATION_TYPE",
                "on-demand",
                "AWS_LAMBDA_LOG_GROUP_NAME",
                "/aws/lambda/" + function.name(),
                "AWS_LAMBDA_LOG_STREAM_NAME",
                logStream,
                "AWS_LAMBDA_RUNTIME_API",
                runtimeApi,
                "LAMBDA_TASK_ROOT",
                taskRoot().toString());
    }

    /** The unpacked artifact's folder: Lambda's {@code /var/task}, of which {@code lib/} is a part. */
    private Path taskRoot() {
        Path first = function.classPath().getFirst().toAbsolutePath();
        if (Files.isDirectory(first)) {
            return first;
        }
        Path folder = parent(first);
        return folder.endsWith("lib") ? parent(folder) : folder;
    }

    private static Path parent(Path path) {
        Path parent = path.getParent();
        return parent == null ? path : parent;
    }
}
