package dev.keysmith.local.gateway;

import java.util.Arrays;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/** IAM's patterns: {@code *} is any text, slashes included, {@code ?} is any one character. */
final class Wildcard {

    private static final int ARN_PARTS = 6;

    private Wildcard() {}

    static boolean matches(String pattern, String text) {
        String regex = pattern.chars()
                .mapToObj(c -> switch (c) {
                    case '*' -> ".*";
                    case '?' -> ".";
                    default -> Pattern.quote(Character.toString(c));
                })
                .collect(Collectors.joining());
        return Pattern.compile(regex, Pattern.DOTALL).matcher(text).matches();
    }

    /**
     * Whether a pattern of ARNs covers an ARN. A wildcard stays within its part between two colons, but for one at the very
     * end, which also stands for all parts that follow.
     */
    static boolean matchesArn(String pattern, String arn) {
        String[] patterns = pattern.split(":", ARN_PARTS);
        String[] parts = arn.split(":", ARN_PARTS);
        int last = patterns.length - 1;
        if (patterns.length > parts.length || (patterns.length < parts.length && !pattern.endsWith("*"))) {
            return false;
        }
        for (int i = 0; i < last; i++) {
            if (!matches(patterns[i], parts[i])) {
                return false;
            }
        }
        return matches(patterns[last], String.join(":", Arrays.asList(parts).subList(last, parts.length)));
    }
}
