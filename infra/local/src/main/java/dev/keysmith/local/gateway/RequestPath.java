package dev.keysmith.local.gateway;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * A request's path. Slashes at its beginning count as one, as API Gateway has it; elsewhere an empty segment is a segment.
 *
 * @param raw as it was sent
 * @param path as it was sent, with one slash at the beginning; a slash at its end is kept, as API Gateway keeps it in events
 *     and method ARNs
 * @param segments the segments, each decoded once, so that an encoded slash stays within its segment; a slash at the end
 *     opens none
 */
record RequestPath(String raw, String path, List<String> segments) {

    RequestPath {
        segments = List.copyOf(segments);
    }

    /** Reads a path; empty where it is not absolute, cannot be decoded, or holds a control character, encoded or not. */
    static Optional<RequestPath> parse(String raw) {
        if (!raw.startsWith("/")) {
            return Optional.empty();
        }
        String path = raw.replaceFirst("^/+", "/");
        String inner = path.substring(1);
        if (inner.endsWith("/")) {
            inner = inner.substring(0, inner.length() - 1);
        }
        var segments = new ArrayList<String>();
        for (String segment : inner.isEmpty() ? new String[0] : inner.split("/", -1)) {
            Optional<String> decoded = PercentDecoder.decode(segment);
            if (decoded.isEmpty() || decoded.get().chars().anyMatch(Character::isISOControl)) {
                return Optional.empty();
            }
            segments.add(decoded.get());
        }
        return Optional.of(new RequestPath(raw, path, segments));
    }
}
