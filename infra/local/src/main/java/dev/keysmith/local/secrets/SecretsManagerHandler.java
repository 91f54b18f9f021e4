package dev.keysmith.local.secrets;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.nio.charset.StandardCharsets;
import java.util.UUID;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.eclipse.jetty.http.HttpHeader;
import org.eclipse.jetty.io.Content;
import org.eclipse.jetty.server.Handler;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.server.Response;
import org.eclipse.jetty.util.Callback;
import org.jspecify.annotations.Nullable;

/** AWS's JSON 1.1 protocol around the operations: the operation is in {@code X-Amz-Target}, a fault's name in {@code __type}. */
final class SecretsManagerHandler extends Handler.Abstract {

    private static final ObjectMapper JSON = new ObjectMapper();
    private static final String TARGET_PREFIX = "secretsmanager.";

    /** Signature Version 4. The signature itself is not looked at. */
    private static final Pattern CREDENTIAL = Pattern.compile("AWS4-HMAC-SHA256 Credential=([^/\\s]+)/.*");

    private final SecretsManagerApi api;

    SecretsManagerHandler(SecretsManagerApi api) {
        this.api = api;
    }

    @Override
    public boolean handle(Request request, Response response, Callback callback) throws Exception {
        String target = request.getHeaders().get("X-Amz-Target");
        response.getHeaders()
                .put("x-amzn-RequestId", UUID.randomUUID().toString())
                .put(HttpHeader.CONTENT_TYPE, "application/x-amz-json-1.1");
        ObjectNode answer;
        try {
            answer = api.call(accessKeyId(request), operation(target), body(request));
        } catch (SecretsManagerFault e) {
            response.setStatus(400);
            response.getHeaders().put("x-amzn-ErrorType", e.type());
            answer = JSON.createObjectNode().put("__type", e.type()).put("Message", e.getMessage());
        }
        Content.Sink.write(response, true, answer.toString(), callback);
        return true;
    }

    private static String accessKeyId(Request request) {
        Matcher credential =
                CREDENTIAL.matcher(String.valueOf(request.getHeaders().get(HttpHeader.AUTHORIZATION)));
        if (!credential.matches()) {
            throw SecretsManagerFault.unauthenticated();
        }
        return credential.group(1);
    }

    private static String operation(@Nullable String target) {
        if (target == null || !target.startsWith(TARGET_PREFIX)) {
            throw SecretsManagerFault.unknownOperation(String.valueOf(target));
        }
        return target.substring(TARGET_PREFIX.length());
    }

    private static JsonNode body(Request request) throws Exception {
        try {
            JsonNode json = JSON.readTree(Content.Source.asString(request, StandardCharsets.UTF_8));
            if (json.isObject()) {
                return json;
            }
        } catch (JsonProcessingException e) {
            // Its message quotes the body, which may hold a secret.
        }
        throw SecretsManagerFault.serialization();
    }
}
