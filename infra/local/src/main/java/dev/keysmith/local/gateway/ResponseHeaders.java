package dev.keysmith.local.gateway;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;

/**
 * What becomes of the headers that a function answers with.
 *
 * @see <a href="https://docs.aws.amazon.com/apigateway/latest/developerguide/api-gateway-known-issues.html">the table of
 *     dropped and remapped headers</a>
 */
final class ResponseHeaders {

    private static final Set<String> DROPPED = Set.of(
            "expect",
            "host",
            "proxy-authenticate",
            "te",
            "trailer",
            "transfer-encoding",
            "upgrade",
            "via",
            // Made from the body, and by the gateway itself.
            "content-length",
            "x-amz-apigw-id",
            "x-amzn-requestid");

    private static final Set<String> REMAPPED = Set.of(
            "authorization",
            "connection",
            "content-md5",
            "date",
            "max-forwards",
            "server",
            "user-agent",
            "www-authenticate");

    private ResponseHeaders() {}

    static List<Map.Entry<String, String>> of(List<Map.Entry<String, String>> headers, RequestId requestId) {
        var mapped = new ArrayList<Map.Entry<String, String>>();
        mapped.add(Map.entry("x-amzn-RequestId", requestId.id()));
        mapped.add(Map.entry("x-amz-apigw-id", requestId.extendedId()));
        boolean typed = false;
        for (Map.Entry<String, String> header : headers) {
            String name = header.getKey().toLowerCase(Locale.ROOT);
            typed |= name.equals("content-type");
            if (REMAPPED.contains(name)) {
                mapped.add(Map.entry("x-amzn-Remapped-" + header.getKey(), header.getValue()));
            } else if (!DROPPED.contains(name)) {
                mapped.add(header);
            }
        }
        if (!typed) {
            mapped.add(Map.entry("Content-Type", "application/json"));
        }
        return mapped;
    }
}
