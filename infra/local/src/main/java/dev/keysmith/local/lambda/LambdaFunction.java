package dev.keysmith.local.lambda;

import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;

/**
 * A function that the host can run.
 *
 * @param name its name
 * @param handler the handler, as the Java runtime interface client takes it
 * @param classPath the artifact's jars or class folders, in order
 * @param memoryMegabytes memory in MiB; three quarters of it become the heap's limit
 * @param timeout the longest an invocation may take; the instance is killed after it
 * @param environment the environment variables beside those that Lambda itself sets; {@code JAVA_TOOL_OPTIONS} reaches
 *     the JVM
 */
public record LambdaFunction(
        String name,
        String handler,
        List<Path> classPath,
        int memoryMegabytes,
        Duration timeout,
        Map<String, String> environment) {

    public LambdaFunction {
        if (classPath.isEmpty()) {
            throw new IllegalArgumentException("classPath of function " + name + " is empty");
        }
        classPath = List.copyOf(classPath);
        environment = Map.copyOf(environment);
    }
}
