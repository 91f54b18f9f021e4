package dev.keysmith.core.key;

import dev.keysmith.core.settings.Settings;
import jakarta.inject.Singleton;
import java.nio.charset.StandardCharsets;
import java.security.SecureRandom;
import java.util.Optional;
import java.util.regex.Pattern;
import java.util.zip.CRC32;

/**
 * The form of this deployment's keys: {@code <prefix>_<live|test>_<16 key id>_<43 secret><6 checksum>}, base62. The secret has
 * 256 random bits; the checksum is the CRC32 of all before it. It tells typing errors and foreign strings apart from keys
 * without any call, and it proves nothing.
 */
@Singleton
public final class ApiKeyFormat {

    private static final Pattern PREFIX = Pattern.compile("[a-z][a-z0-9]{1,15}");
    private static final int SECRET_BYTES = 32;
    private static final int SECRET_LENGTH = 43;
    private static final int CHECKSUM_LENGTH = 6;

    private final String livePrefix;
    private final String testPrefix;

    public ApiKeyFormat(Settings settings) {
        String prefix = settings.text(
                "keysmith.key-prefix", "ks", PREFIX, "must be 2 to 16 lower-case letters and digits, a letter first");
        this.livePrefix = prefix + "_" + Environment.LIVE.wireName() + "_";
        this.testPrefix = prefix + "_" + Environment.TEST.wireName() + "_";
    }

    /** A new key with a random id and secret. */
    public ApiKey generate(Environment environment, SecureRandom random) {
        return generate(KeyId.random(random), environment, random);
    }

    /** A key with this id and a random secret: for a new key, or a key's next secret. */
    public ApiKey generate(KeyId keyId, Environment environment, SecureRandom random) {
        String secret = Base62.encode(randomBytes(random, SECRET_BYTES), SECRET_LENGTH);
        String unchecked = prefixOf(environment) + keyId + "_" + secret;
        return new ApiKey(keyId, environment, secret, unchecked + checksum(unchecked));
    }

    /** The key of this text, or empty where its shape or checksum is wrong. */
    public Optional<ApiKey> parse(String text) {
        if (text.startsWith(livePrefix)) {
            return parse(text, Environment.LIVE);
        }
        return text.startsWith(testPrefix) ? parse(text, Environment.TEST) : Optional.empty();
    }

    /** Whether this text means to be one of our keys, well-formed or not. */
    public boolean claims(String text) {
        return text.startsWith(livePrefix) || text.startsWith(testPrefix);
    }

    private Optional<ApiKey> parse(String text, Environment environment) {
        int idStart = prefixOf(environment).length();
        int idEnd = idStart + KeyId.LENGTH;
        int checksumStart = idEnd + 1 + SECRET_LENGTH;
        if (text.length() != checksumStart + CHECKSUM_LENGTH
                || text.charAt(idEnd) != '_'
                || !Base62.isBase62(text, idStart, idEnd)
                || !Base62.isBase62(text, idEnd + 1, text.length())
                || !text.endsWith(checksum(text.substring(0, checksumStart)))) {
            return Optional.empty();
        }
        return Optional.of(new ApiKey(
                new KeyId(text.substring(idStart, idEnd)),
                environment,
                text.substring(idEnd + 1, checksumStart),
                text));
    }

    private String prefixOf(Environment environment) {
        return environment == Environment.LIVE ? livePrefix : testPrefix;
    }

    private static String checksum(String text) {
        CRC32 crc = new CRC32();
        crc.update(text.getBytes(StandardCharsets.US_ASCII));
        return Base62.encode(crc.getValue(), CHECKSUM_LENGTH);
    }

    private static byte[] randomBytes(SecureRandom random, int count) {
        byte[] bytes = new byte[count];
        random.nextBytes(bytes);
        return bytes;
    }
}
