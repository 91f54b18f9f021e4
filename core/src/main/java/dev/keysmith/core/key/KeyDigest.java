package dev.keysmith.core.key;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * The SHA-256 (FIPS 180-4) of another system's key: all that an import tells us of it. Its {@link #toString()} hides it, since
 * who knows it can squat on the key by importing it first.
 */
public final class KeyDigest {

    private static final Pattern HEX = Pattern.compile("[0-9a-fA-F]{64}");

    private final String hex;

    private KeyDigest(String hex) {
        this.hex = hex;
    }

    /** The digest of 64 hexadecimal digits, in either case; empty for any other text. */
    public static Optional<KeyDigest> parse(String text) {
        return HEX.matcher(text).matches()
                ? Optional.of(new KeyDigest(text.toLowerCase(Locale.ROOT)))
                : Optional.empty();
    }

    /** The digest of a key as its holder presents it: of its characters in UTF-8. */
    public static KeyDigest of(String key) {
        try {
            byte[] digest = MessageDigest.getInstance("SHA-256").digest(key.getBytes(StandardCharsets.UTF_8));
            return new KeyDigest(HexFormat.of().formatHex(digest));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every JDK has SHA-256", e);
        }
    }

    /** 64 lower-case hexadecimal digits; for hashing only. */
    String hex() {
        return hex;
    }

    @Override
    public String toString() {
        return "KeyDigest[…]";
    }
}
