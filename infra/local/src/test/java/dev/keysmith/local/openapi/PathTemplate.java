package dev.keysmith.local.openapi;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** A path of the document, e.g. {@code /v1/keys/{key_id}}. */
record PathTemplate(String text) {

    /** The parameters' values, decoded, where the path is one of this template. */
    Optional<Map<String, String>> match(String rawPath) {
        List<String> expected = List.of(text.split("/", -1));
        List<String> actual = List.of(rawPath.split("/", -1));
        if (expected.size() != actual.size()) {
            return Optional.empty();
        }
        Map<String, String> values = new HashMap<>();
        for (int i = 0; i < expected.size(); i++) {
            String segment = expected.get(i);
            if (segment.startsWith("{") && !actual.get(i).isEmpty()) {
                values.put(
                        segment.substring(1, segment.length() - 1),
                        Form.decode(actual.get(i).replace("+", "%2B")));
            } else if (!segment.equals(actual.get(i))) {
                return Optional.empty();
            }
        }
        return Optional.of(values);
    }

    /** Sorts literals before parameters, from left to right. */
    String precedence() {
        return text.replace('{', '~');
    }
}
