package dev.keysmith.core.aws;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import io.micronaut.context.RuntimeBeanDefinition;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import software.amazon.awssdk.http.AbortableInputStream;
import software.amazon.awssdk.http.ExecutableHttpRequest;
import software.amazon.awssdk.http.HttpExecuteRequest;
import software.amazon.awssdk.http.HttpExecuteResponse;
import software.amazon.awssdk.http.SdkHttpClient;
import software.amazon.awssdk.http.SdkHttpResponse;

/**
 * DynamoDB and Secrets Manager as a rehearsal meets them: behind the SDK's own clients, which write, sign and read what they always do,
 * and within this process. It keeps items, and knows no condition but that a key exists that is to
 * be changed; no filter or limit of a call is looked at.
 */
public final class MadeUpAws implements SdkHttpClient {

    private static final JsonFactory JSON = new JsonFactory();
    private static final int OK = 200;
    private static final int BAD_REQUEST = 400;

    private final Map<String, String> secrets;
    private final MadeUpItems items = new MadeUpItems();

    /**
     * Without any items.
     *
     * @param secrets the secrets' texts by their names
     */
    public MadeUpAws(Map<String, String> secrets) {
        this.secrets = Map.copyOf(secrets);
    }

    /** The beans by which a context's clients of AWS reach this one, and have no credentials of anybody. */
    public List<RuntimeBeanDefinition<?>> beans() {
        return List.of(
                RuntimeBeanDefinition.builder(SdkHttpClient.class, () -> this)
                        .singleton(true)
                        .replaces(SdkHttpClient.class)
                        .build(),
                WayToDynamoDb.nobody());
    }

    @Override
    public ExecutableHttpRequest prepareRequest(HttpExecuteRequest request) {
        String target = request.httpRequest()
                .firstMatchingHeader("X-Amz-Target")
                .map(value -> value.substring(value.indexOf('.') + 1))
                .orElse("");
        return new ExecutableHttpRequest() {
            @Override
            public HttpExecuteResponse call() throws IOException {
                return answer(target, request);
            }

            @Override
            public void abort() {
                // Nothing runs that could be aborted.
            }
        };
    }

    @Override
    public void close() {
        // Nothing is open.
    }

    private HttpExecuteResponse answer(String operation, HttpExecuteRequest request) throws IOException {
        try (InputStream content = request.contentStreamProvider().orElseThrow().newStream();
                JsonParser json = JSON.createParser(content)) {
            json.nextToken();
            Map<String, String> call = RawJson.members(json);
            return switch (operation) {
                case "GetSecretValue" -> secret(RawJson.text(call.getOrDefault("SecretId", "")));
                case "GetItem" -> response(OK, items.get(call));
                case "PutItem" -> response(OK, items.put(call));
                case "DeleteItem" -> response(OK, items.delete(call));
                case "UpdateItem" -> updated(items.update(call));
                case "TransactWriteItems" -> response(OK, items.transact(call));
                case "Query", "Scan" -> response(OK, items.keys());
                default -> response(BAD_REQUEST, "{\"__type\":\"ValidationException\"}");
            };
        }
    }

    private static HttpExecuteResponse updated(Optional<String> item) {
        return item.map(json -> response(OK, json))
                .orElseGet(() -> response(BAD_REQUEST, "{\"__type\":\"ConditionalCheckFailedException\"}"));
    }

    private HttpExecuteResponse secret(String name) throws IOException {
        String text = secrets.get(name);
        return text == null
                ? response(BAD_REQUEST, "{\"__type\":\"ResourceNotFoundException\"}")
                : response(OK, RawJson.object(Map.of("SecretString", RawJson.quoted(text))));
    }

    private static HttpExecuteResponse response(int status, String json) {
        byte[] body = json.getBytes(StandardCharsets.UTF_8);
        return HttpExecuteResponse.builder()
                .response(SdkHttpResponse.builder()
                        .statusCode(status)
                        .putHeader("Content-Type", "application/x-amz-json-1.0")
                        .putHeader("Content-Length", Integer.toString(body.length))
                        .build())
                .responseBody(AbortableInputStream.create(new ByteArrayInputStream(body)))
                .build();
    }
}
