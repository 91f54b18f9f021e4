package dev.keysmith.local.e2e;

import dev.keysmith.blueprint.Blueprint;
import dev.keysmith.blueprint.FunctionSpec;
import dev.keysmith.blueprint.Naming;
import dev.keysmith.local.artifact.Artifacts;
import dev.keysmith.local.aws.LocalAws;
import dev.keysmith.local.lambda.InvocationResult;
import dev.keysmith.local.lambda.LambdaFunction;
import dev.keysmith.local.lambda.LambdaHost;
import dev.keysmith.local.lambda.LambdaHostSettings;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** One process of a function, on the tables and secrets of a running stack and beside the stack's own; it starts with its first event. */
final class FunctionInstance implements AutoCloseable {

    private final String name;
    private final LambdaHost host;

    /**
     * An instance that is not started yet.
     *
     * @param directory where its artifact is unpacked, and its log written; instances may share it
     * @param overrides environment variables over the blueprint's
     */
    FunctionInstance(SharedStack.Handle stack, String name, Path directory, Map<String, String> overrides)
            throws IOException {
        LambdaFunction function = function(stack, name, directory, overrides);
        this.name = name;
        this.host = new LambdaHost(
                new LambdaHostSettings(Path.of(System.getProperty("java.home")), directory.resolve("logs"), 1, 1),
                () -> {});
        host.add(function);
    }

    /**
     * A function of the blueprint, on the tables and secrets of a running stack.
     *
     * @param directory where its artifact is unpacked
     * @param overrides environment variables over the blueprint's
     */
    static LambdaFunction function(SharedStack.Handle stack, String name, Path directory, Map<String, String> overrides)
            throws IOException {
        FunctionSpec spec = Blueprint.of(Naming.standard()).functions().stream()
                .filter(function -> function.name().equals(name))
                .findFirst()
                .orElseThrow();
        Map<String, String> environment = new HashMap<>(spec.environment());
        environment.putAll(LocalAws.environment(name));
        environment.putAll(stack.stack().endpoints().toEnvironment());
        environment.putAll(overrides);
        List<Path> jars = new Artifacts(directory.resolve("functions"))
                .unpack(name, SharedStack.projectRoot().resolve(spec.artifact()));
        return new LambdaFunction(name, spec.handler(), jars, spec.memoryMegabytes(), spec.timeout(), environment);
    }

    /** What it answers; empty where it failed. */
    Optional<String> invoke(String event) {
        InvocationResult result = host.invoke(name, event.getBytes(StandardCharsets.UTF_8));
        return result instanceof InvocationResult.Success(byte[] payload)
                ? Optional.of(new String(payload, StandardCharsets.UTF_8))
                : Optional.empty();
    }

    /** Its process, if it runs. */
    Optional<Long> processId() {
        return host.processIds().getOrDefault(name, List.of()).stream().findFirst();
    }

    @Override
    public void close() {
        host.close();
    }
}
