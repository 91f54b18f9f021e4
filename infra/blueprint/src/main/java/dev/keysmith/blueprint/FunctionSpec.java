package dev.keysmith.blueprint;

import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;

/**
 * One Lambda function.
 *
 * @param name its name within the deployment, e.g. {@code issue}
 * @param artifact the zip that Lambda takes (jars under {@code lib/}), relative to the project's root
 * @param handler the handler class
 * @param memoryMegabytes memory in MiB, as Lambda counts it
 * @param timeout the longest an invocation may take
 * @param environment the environment variables, beside those that Lambda itself sets
 * @param permissions what it may do
 * @param database whether it connects to the ledger's database, and has to be where that can be reached
 */
public record FunctionSpec(
        String name,
        Path artifact,
        String handler,
        int memoryMegabytes,
        Duration timeout,
        Map<String, String> environment,
        Permissions permissions,
        boolean database) {

    public FunctionSpec {
        environment = Map.copyOf(environment);
    }

    /** The same function with this environment. */
    public FunctionSpec withEnvironment(Map<String, String> other) {
        return new FunctionSpec(name, artifact, handler, memoryMegabytes, timeout, other, permissions, database);
    }

    /** The same function with this much memory. */
    public FunctionSpec withMemoryMegabytes(int other) {
        return new FunctionSpec(name, artifact, handler, other, timeout, environment, permissions, database);
    }
}
