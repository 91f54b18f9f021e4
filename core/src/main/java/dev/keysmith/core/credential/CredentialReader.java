package dev.keysmith.core.credential;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/**
 * Finds the credential in a request's headers: {@code x-api-key}, or {@code authorization: Bearer …} (RFC 6750 section 2.1).
 * Names and the scheme are compared regardless of case. An {@code authorization} of another scheme is no credential of ours.
 */
public final class CredentialReader {

    private static final String BEARER = "bearer ";

    private CredentialReader() {}

    /** The credential in these headers: name to all of its values. */
    public static Credential read(Map<String, List<String>> headers) {
        List<String> found = new ArrayList<>(1);
        headers.forEach((name, values) -> {
            switch (name.toLowerCase(Locale.ROOT)) {
                case "x-api-key" -> values.forEach(value -> found.add(value.strip()));
                case "authorization" ->
                    values.stream()
                            .filter(CredentialReader::isBearer)
                            .forEach(value ->
                                    found.add(value.substring(BEARER.length()).strip()));
                default -> {}
            }
        });
        return switch (found.size()) {
            case 0 -> new Credential.Missing();
            case 1 -> new Credential.Presented(found.getFirst());
            default -> new Credential.Ambiguous();
        };
    }

    private static boolean isBearer(String value) {
        return value.regionMatches(true, 0, BEARER, 0, BEARER.length());
    }
}
