package dev.keysmith.local.awscalls;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.ByteBuffer;
import java.util.HashSet;
import java.util.Locale;
import java.util.Set;
import java.util.function.Consumer;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.eclipse.jetty.http.HttpField;
import org.eclipse.jetty.io.Content;
import org.eclipse.jetty.server.Handler;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.server.Response;
import org.eclipse.jetty.util.BufferUtil;
import org.eclipse.jetty.util.Callback;

/** Hands a call of AWS's JSON protocols on, as it is, and tells what it was before it is answered. */
final class CountingProxy extends Handler.Abstract implements AutoCloseable {

    private static final ObjectMapper JSON = new ObjectMapper();

    private static final Pattern CREDENTIAL = Pattern.compile("Credential=([^/]+)/");

    /** What belongs to one connection only, and {@code Host}, which the client sets by itself. */
    private static final Set<String> HOP_BY_HOP = Set.of(
            "connection", "content-length", "expect", "host", "keep-alive", "transfer-encoding", "upgrade", "date");

    private final HttpClient client =
            HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();
    private final URI endpoint;
    private final Consumer<AwsCall> onCall;

    CountingProxy(URI endpoint, Consumer<AwsCall> onCall) {
        this.endpoint = endpoint;
        this.onCall = onCall;
    }

    @Override
    public boolean handle(Request request, Response response, Callback callback) throws Exception {
        byte[] body = BufferUtil.toArray(Content.Source.asByteBuffer(request));
        onCall.accept(call(request, body));
        try {
            answer(response, callback, client.send(handedOn(request, body), HttpResponse.BodyHandlers.ofByteArray()));
        } catch (IOException e) {
            response.setStatus(503);
            callback.succeeded();
        }
        return true;
    }

    @Override
    public void close() {
        client.close();
    }

    private HttpRequest handedOn(Request request, byte[] body) {
        HttpRequest.Builder builder = HttpRequest.newBuilder(
                        endpoint.resolve(request.getHttpURI().getPathQuery()))
                .method(request.getMethod(), HttpRequest.BodyPublishers.ofByteArray(body));
        for (HttpField field : request.getHeaders()) {
            if (!HOP_BY_HOP.contains(field.getLowerCaseName())) {
                builder.header(field.getName(), field.getValue());
            }
        }
        return builder.build();
    }

    private static void answer(Response response, Callback callback, HttpResponse<byte[]> answer) {
        response.setStatus(answer.statusCode());
        answer.headers().map().forEach((name, values) -> {
            if (!HOP_BY_HOP.contains(name.toLowerCase(Locale.ROOT))) {
                values.forEach(value -> response.getHeaders().add(name, value));
            }
        });
        response.write(true, ByteBuffer.wrap(answer.body()), callback);
    }

    private static AwsCall call(Request request, byte[] body) throws IOException {
        String target = request.getHeaders().get("X-Amz-Target");
        String operation = target == null ? request.getMethod() : target.substring(target.lastIndexOf('.') + 1);
        Matcher credential =
                CREDENTIAL.matcher(String.valueOf(request.getHeaders().get("Authorization")));
        String caller = credential.find() ? credential.group(1) : "";
        Set<String> tables = new HashSet<>();
        collectTables(JSON.readTree(body), tables);
        return new AwsCall(caller, operation, tables);
    }

    private static void collectTables(JsonNode json, Set<String> tables) {
        json.findValuesAsText("TableName").forEach(tables::add);
        json.path("RequestItems").fieldNames().forEachRemaining(tables::add);
    }
}
