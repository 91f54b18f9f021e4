package dev.keysmith.local.e2e;

import dev.keysmith.core.key.ApiKeyFormat;
import dev.keysmith.core.key.Environment;
import dev.keysmith.core.settings.Settings;
import io.micronaut.core.value.MapPropertyResolver;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.security.SecureRandom;
import java.util.HexFormat;
import java.util.Map;

/** Keys that were never issued. */
final class TestKeys {

    private static final SecureRandom RANDOM = new SecureRandom();
    private static final ApiKeyFormat FORMAT = new ApiKeyFormat(new Settings(new MapPropertyResolver(Map.of())));

    private TestKeys() {}

    static String randomWellFormed() {
        return FORMAT.generate(Environment.LIVE, RANDOM).reveal();
    }

    static String withOneCharacterChanged(String key) {
        int at = key.length() - 20;
        return key.substring(0, at) + (key.charAt(at) == 'a' ? 'b' : 'a') + key.substring(at + 1);
    }

    /** The SHA-256 of a key of another system, in hex. */
    static String sha256(String key) {
        try {
            return HexFormat.of()
                    .formatHex(MessageDigest.getInstance("SHA-256").digest(key.getBytes(StandardCharsets.UTF_8)));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e);
        }
    }

    /** A random key of another system: 64 hexadecimal digits. */
    static String foreign() {
        byte[] bytes = new byte[32];
        RANDOM.nextBytes(bytes);
        return HexFormat.of().formatHex(bytes);
    }
}
