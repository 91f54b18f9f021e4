package dev.keysmith.core.testing;

import dev.keysmith.core.key.ApiKey;
import dev.keysmith.core.key.KeyId;
import java.nio.charset.StandardCharsets;
import java.util.zip.CRC32;

/** Keys as somebody makes them up who knows their form. */
public final class Forged {

    private static final String DIGITS = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz";
    private static final int CHECKSUM_LENGTH = 6;

    private Forged() {}

    /** One key's secret under another's id, with the checksum that belongs to it. */
    public static String underId(ApiKey secretOf, KeyId id) {
        String renamed = secretOf.reveal().replace(secretOf.keyId().value(), id.value());
        String unchecked = renamed.substring(0, renamed.length() - CHECKSUM_LENGTH);
        CRC32 crc = new CRC32();
        crc.update(unchecked.getBytes(StandardCharsets.US_ASCII));
        StringBuilder checksum = new StringBuilder();
        long rest = crc.getValue();
        for (int i = 0; i < CHECKSUM_LENGTH; i++, rest /= DIGITS.length()) {
            checksum.insert(0, DIGITS.charAt((int) (rest % DIGITS.length())));
        }
        return unchecked + checksum;
    }
}
