package dev.keysmith.local.openapi;

import java.net.URI;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.Collectors;

/** One request and its answer. It does not show itself: it may hold a credential. */
public record Exchange(Request request, Answer answer) {

    /** What was sent. */
    public record Request(String method, URI uri, Map<String, List<String>> headers, byte[] body) {
        public Request {
            headers = regardlessOfCase(headers);
        }

        Optional<String> header(String name) {
            return first(headers, name);
        }

        /** The value of each query parameter, as it was sent, of which there may be several of one name. */
        List<Map.Entry<String, String>> query() {
            String query = uri.getRawQuery();
            if (query == null || query.isEmpty()) {
                return List.of();
            }
            return Arrays.stream(query.split("&", -1)).map(Form::pair).toList();
        }

        @Override
        public String toString() {
            return method + " " + uri.getRawPath();
        }
    }

    /** What came back. */
    public record Answer(int status, Map<String, List<String>> headers, byte[] body) {
        public Answer {
            headers = regardlessOfCase(headers);
        }

        Optional<String> header(String name) {
            return first(headers, name);
        }

        boolean isSuccess() {
            return status >= 200 && status < 300;
        }

        @Override
        public String toString() {
            return Integer.toString(status);
        }
    }

    private static Optional<String> first(Map<String, List<String>> headers, String name) {
        return Optional.ofNullable(headers.get(name)).map(List::getFirst);
    }

    private static Map<String, List<String>> regardlessOfCase(Map<String, List<String>> headers) {
        return headers.entrySet().stream()
                .collect(Collectors.toMap(
                        header -> header.getKey().toLowerCase(Locale.ROOT),
                        Map.Entry::getValue,
                        (one, other) -> one,
                        () -> new TreeMap<>(String.CASE_INSENSITIVE_ORDER)));
    }

    @Override
    public String toString() {
        return request + " -> " + answer;
    }
}
