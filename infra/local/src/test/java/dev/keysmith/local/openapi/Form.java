package dev.keysmith.local.openapi;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.Map;

/** Form encoding (RFC 6749 appendix B), of bodies and of queries. */
final class Form {

    private Form() {}

    /** A form as an object of strings. */
    static JsonNode read(byte[] body) {
        ObjectNode form = JsonNodeFactory.instance.objectNode();
        for (String pair : new String(body, StandardCharsets.US_ASCII).split("&", -1)) {
            form.put(pair(pair).getKey(), pair(pair).getValue());
        }
        return form;
    }

    static Map.Entry<String, String> pair(String pair) {
        int equals = pair.indexOf('=');
        return equals < 0
                ? Map.entry(decode(pair), "")
                : Map.entry(decode(pair.substring(0, equals)), decode(pair.substring(equals + 1)));
    }

    static String decode(String text) {
        return URLDecoder.decode(text, StandardCharsets.UTF_8);
    }
}
