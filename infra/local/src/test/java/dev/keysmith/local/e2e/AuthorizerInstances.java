package dev.keysmith.local.e2e;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Authorizers of a running stack, beside its own: each a process, asked one by one as API Gateway asks. */
final class AuthorizerInstances implements AutoCloseable {

    private final List<FunctionInstance> instances = new ArrayList<>();

    /** As many as asked for; each starts with its first request. */
    AuthorizerInstances(SharedStack.Handle stack, int count, Path directory) throws IOException {
        for (int i = 0; i < count; i++) {
            instances.add(new FunctionInstance(stack, "authorizer", directory.resolve(Integer.toString(i)), Map.of()));
        }
    }

    int count() {
        return instances.size();
    }

    /** Whether this one lets a key in; empty where it did not answer. */
    Optional<Boolean> admits(int instance, String key) {
        return instances.get(instance).invoke(event(key)).map(answer -> answer.contains("keysmith-within-limits"));
    }

    /** What API Gateway asks for a request to {@code GET /v1/me} with this key. */
    static String event(String key) {
        return """
                {"type":"REQUEST","methodArn":"arn:aws:execute-api:eu-central-1:123456789012:abcdef1234/v1/GET/v1/me",
                 "resource":"/v1/me","path":"/v1/me","httpMethod":"GET","multiValueHeaders":{"x-api-key":["%s"]},
                 "requestContext":{"identity":{"sourceIp":"192.0.2.1"}}}""".formatted(key);
    }

    /** The process of this one, if it runs. */
    Optional<Long> processId(int instance) {
        return instances.get(instance).processId();
    }

    @Override
    public void close() {
        instances.forEach(FunctionInstance::close);
    }
}
