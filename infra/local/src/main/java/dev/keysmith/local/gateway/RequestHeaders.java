package dev.keysmith.local.gateway;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import org.eclipse.jetty.http.HttpField;

/**
 * A request's headers as API Gateway hands them on: names keep their case and are told apart by it.
 *
 * @see <a href="https://docs.aws.amazon.com/apigateway/latest/developerguide/api-gateway-known-issues.html">dropped headers</a>
 */
final class RequestHeaders {

    private static final Set<String> DROPPED = Set.of(
            "connection",
            "content-length",
            "content-md5",
            "expect",
            "max-forwards",
            "proxy-authenticate",
            "server",
            "te",
            "trailer",
            "transfer-encoding",
            "upgrade",
            "www-authenticate");

    private static final Set<String> OVERWRITTEN = Set.of("x-forwarded-for", "x-forwarded-port", "x-forwarded-proto");

    private RequestHeaders() {}

    static Map<String, List<String>> of(Iterable<HttpField> fields, String sourceIp, int port, String trace) {
        var headers = new LinkedHashMap<String, List<String>>();
        var forwardedFor = new ArrayList<String>();
        boolean traced = false;
        for (HttpField field : fields) {
            String name = field.getName().toLowerCase(Locale.ROOT);
            String value = field.getValue() == null ? "" : field.getValue();
            if (name.equals("x-forwarded-for")) {
                forwardedFor.add(value);
            }
            traced |= name.equals("x-amzn-trace-id");
            if (!DROPPED.contains(name) && !OVERWRITTEN.contains(name) && !isSignature(name, value)) {
                headers.computeIfAbsent(field.getName(), ignored -> new ArrayList<>())
                        .add(value);
            }
        }
        if (!traced) {
            headers.put("X-Amzn-Trace-Id", List.of(trace));
        }
        forwardedFor.add(sourceIp);
        headers.put("X-Forwarded-For", List.of(String.join(", ", forwardedFor)));
        headers.put("X-Forwarded-Port", List.of(Integer.toString(port)));
        headers.put("X-Forwarded-Proto", List.of("http"));
        return headers;
    }

    /** Signature version 4 is API Gateway's own to read. */
    private static boolean isSignature(String name, String value) {
        return name.equals("authorization") && value.startsWith("AWS4-HMAC-SHA256");
    }
}
