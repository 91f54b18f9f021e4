package dev.keysmith.core.token;

import dev.keysmith.core.key.KeyId;
import java.security.SecureRandom;
import java.util.HexFormat;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A JWT's {@code jti} (RFC 7519 section 4.1.7): {@code <key id>.<generation>} of a key, and {@code .<32 hexadecimal digits>} more of
 * an access token.
 *
 * @param keyId the key that it is, or was minted from
 * @param generation which of that key's secrets it is, or was minted from; the first is 1
 * @param unique what tells an access token from the others; empty for a key
 */
public record JwtId(KeyId keyId, int generation, String unique) {

    private static final Pattern FORM = Pattern.compile("([0-9A-Za-z]{16})\\.([1-9][0-9]{0,8})(?:\\.([0-9a-f]{32}))?");
    private static final int UNIQUE_BYTES = 16;

    /** The id of a key. */
    public static JwtId ofKey(KeyId keyId, int generation) {
        return new JwtId(keyId, generation, "");
    }

    /** The id of a new access token. */
    public static JwtId ofToken(KeyId keyId, int generation, SecureRandom random) {
        byte[] unique = new byte[UNIQUE_BYTES];
        random.nextBytes(unique);
        return new JwtId(keyId, generation, HexFormat.of().formatHex(unique));
    }

    /** The id of this text and kind of JWT; empty where it has another form. */
    static Optional<JwtId> parse(String text, JwtType type) {
        Matcher parts = FORM.matcher(text);
        if (!parts.matches() || (parts.group(3) == null) != (type == JwtType.KEY)) {
            return Optional.empty();
        }
        return Optional.of(new JwtId(
                new KeyId(parts.group(1)),
                Integer.parseInt(parts.group(2)),
                Optional.ofNullable(parts.group(3)).orElse("")));
    }

    @Override
    public String toString() {
        return keyId + "." + generation + (unique.isEmpty() ? "" : "." + unique);
    }
}
