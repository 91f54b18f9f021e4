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
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Authorizers of a running stack, beside its own: each a process, asked one by one as API Gateway asks. */
final class AuthorizerInstances implements AutoCloseable {

    private static final String NAME = "authorizer";

    private final List<LambdaHost> hosts = new ArrayList<>();

    /** As many as asked for, on the stack's tables and secrets; each starts with its first request. */
    AuthorizerInstances(SharedStack.Handle stack, int count, Path directory) throws IOException {
        FunctionSpec spec = Blueprint.of(Naming.standard()).functions().stream()
                .filter(function -> function.name().equals(NAME))
                .findFirst()
                .orElseThrow();
        Map<String, String> environment = new HashMap<>(spec.environment());
        environment.putAll(LocalAws.environment(NAME));
        environment.putAll(stack.stack().endpoints().toEnvironment());
        List<Path> jars = new Artifacts(directory.resolve("functions"))
                .unpack(NAME, SharedStack.projectRoot().resolve(spec.artifact()));
        LambdaFunction function = new LambdaFunction(
                NAME, spec.handler(), jars, spec.memoryMegabytes(), Duration.ofSeconds(10), environment);
        for (int i = 0; i < count; i++) {
            LambdaHost host = new LambdaHost(
                    new LambdaHostSettings(
                            Path.of(System.getProperty("java.home")), directory.resolve("logs-" + i), 1, 1),
                    () -> {});
            host.add(function);
            hosts.add(host);
        }
    }

    int count() {
        return hosts.size();
    }

    /** Whether this one lets a key in; empty where it did not answer. */
    Optional<Boolean> admits(int instance, String key) {
        String event = """
                {"type":"REQUEST","methodArn":"arn:aws:execute-api:eu-central-1:123456789012:abcdef1234/v1/GET/v1/me",
                 "resource":"/v1/me","path":"/v1/me","httpMethod":"GET","multiValueHeaders":{"x-api-key":["%s"]},
                 "requestContext":{"identity":{"sourceIp":"192.0.2.1"}}}""".formatted(key);
        InvocationResult result = hosts.get(instance).invoke(NAME, event.getBytes(StandardCharsets.UTF_8));
        return result instanceof InvocationResult.Success(byte[] payload)
                ? Optional.of(new String(payload, StandardCharsets.UTF_8).contains("keysmith-within-limits"))
                : Optional.empty();
    }

    /** The process of this one, if it runs. */
    Optional<Long> processId(int instance) {
        return hosts.get(instance).processIds().getOrDefault(NAME, List.of()).stream()
                .findFirst();
    }

    @Override
    public void close() {
        hosts.forEach(LambdaHost::close);
    }
}
