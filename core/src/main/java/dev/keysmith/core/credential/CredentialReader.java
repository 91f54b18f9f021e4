package dev.keysmith.core.credential;

import dev.keysmith.core.settings.Settings;
import jakarta.inject.Singleton;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;

/**
 * Finds the credential in a request's headers: {@code x-api-key}, {@code authorization: Bearer …} (RFC 6750 section 2.1), or a
 * header of {@code KEYSMITH_CREDENTIAL_HEADERS}, with or without {@code Bearer}. Names and the scheme are compared regardless of
 * case. An {@code authorization} of another scheme is no credential of ours.
 */
@Singleton
public final class CredentialReader {

    private static final String PROPERTY = "keysmith.credential-headers";
    private static final String BEARER = "bearer ";
    // RFC 9110 section 5.6.2: a token.
    private static final Pattern NAME = Pattern.compile("[a-z0-9!#$%&'*+.^_`|~-]+");
    /** Headers that say something else to the gateway or to us, and those that are always read. */
    private static final Pattern TAKEN =
            Pattern.compile("x-api-key|authorization|host|cookie|content-type|content-length"
                    + "|forwarded|x-forwarded-.*|x-amzn?-.*|idempotency-key|if-match");

    private final Set<String> furtherHeaders;

    public CredentialReader(Settings settings) {
        Set<String> names = new HashSet<>();
        String text = settings.text(PROPERTY, "").strip().toLowerCase(Locale.ROOT);
        for (String name : text.isEmpty() ? new String[0] : text.split("[ ,]+", -1)) {
            if (!NAME.matcher(name).matches() || TAKEN.matcher(name).matches() || !names.add(name)) {
                throw Settings.wrong(
                        PROPERTY, "must have names of headers that mean nothing else, each once; see '" + name + "'");
            }
        }
        this.furtherHeaders = Set.copyOf(names);
    }

    /** The credential in these headers: name to all of its values. */
    public Credential read(Map<String, List<String>> headers) {
        List<String> found = new ArrayList<>(1);
        headers.forEach((header, values) -> {
            String name = header.toLowerCase(Locale.ROOT);
            boolean mayBeBare = name.equals("x-api-key") || furtherHeaders.contains(name);
            boolean mayBeBearer = name.equals("authorization") || furtherHeaders.contains(name);
            for (String value : values) {
                if (mayBeBearer && isBearer(value)) {
                    found.add(value.substring(BEARER.length()).strip());
                } else if (mayBeBare) {
                    found.add(value.strip());
                }
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
