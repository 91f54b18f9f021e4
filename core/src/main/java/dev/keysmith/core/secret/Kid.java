package dev.keysmith.core.secret;

import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.security.SecureRandom;
import java.util.Arrays;
import java.util.HexFormat;
import javax.crypto.Mac;
import javax.crypto.SecretKey;

/**
 * Names of signing keys (RFC 7517 section 4.5): 16 random hexadecimal digits, and 16 of an HMAC over them. So a verifier that does
 * not know a name sees whether this deployment made it, and nobody can make it look for keys that never were.
 */
final class Kid {

    private static final int BYTES = 8;
    private static final String PURPOSE = "keysmith-kid:";

    private Kid() {}

    static String next(SecretKey pepper, SecureRandom random) {
        byte[] name = new byte[BYTES];
        random.nextBytes(name);
        String hex = HexFormat.of().formatHex(name);
        return hex + tag(pepper, hex);
    }

    static boolean isFrom(SecretKey pepper, String kid) {
        if (kid.length() != 4 * BYTES) {
            return false;
        }
        String expected = tag(pepper, kid.substring(0, 2 * BYTES));
        return MessageDigest.isEqual(
                expected.getBytes(StandardCharsets.UTF_8),
                kid.substring(2 * BYTES).getBytes(StandardCharsets.UTF_8));
    }

    private static String tag(SecretKey pepper, String name) {
        try {
            Mac mac = Mac.getInstance("HmacSHA256");
            mac.init(pepper);
            byte[] tag = mac.doFinal((PURPOSE + name).getBytes(StandardCharsets.UTF_8));
            return HexFormat.of().formatHex(Arrays.copyOf(tag, BYTES));
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("every JDK has HmacSHA256", e);
        }
    }
}
