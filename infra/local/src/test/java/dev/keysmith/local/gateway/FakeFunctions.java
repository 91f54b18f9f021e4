package dev.keysmith.local.gateway;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.keysmith.local.lambda.InvocationResult;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Supplier;

/** A backend and an authorizer that answer as told and remember what they were asked. */
final class FakeFunctions implements FunctionInvoker {

    static final ObjectMapper JSON = new ObjectMapper();

    final List<JsonNode> backendEvents = new CopyOnWriteArrayList<>();
    final List<JsonNode> authorizerEvents = new CopyOnWriteArrayList<>();

    volatile Supplier<InvocationResult> backend = () -> success("{\"statusCode\":200,\"body\":\"done\"}");
    volatile Supplier<InvocationResult> authorizer = () -> allow("*");

    @Override
    public InvocationResult invoke(String function, byte[] payload) {
        boolean isAuthorizer = function.equals("authorizer");
        try {
            (isAuthorizer ? authorizerEvents : backendEvents).add(JSON.readTree(payload));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return (isAuthorizer ? authorizer : backend).get();
    }

    static InvocationResult success(String payload) {
        return new InvocationResult.Success(payload.getBytes(UTF_8));
    }

    static InvocationResult allow(String resource) {
        return output("Allow", resource, "{\"key_id\":\"k1\",\"limit\":10,\"live\":true}", TestApi.USAGE_KEY);
    }

    static InvocationResult output(String effect, String resource, String context, String usageKey) {
        return success(
                "{\"principalId\":\"k1\",\"policyDocument\":{\"Version\":\"2012-10-17\",\"Statement\":[{\"Effect\":\""
                        + effect + "\",\"Action\":\"execute-api:Invoke\",\"Resource\":\"" + resource
                        + "\"}]},\"context\":"
                        + context + ",\"usageIdentifierKey\":\"" + usageKey + "\"}");
    }
}
