package dev.keysmith.core.testing.model;

import java.nio.charset.StandardCharsets;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.zip.CRC32;

/** The form of keys as the contract gives it: {@code ks_<live|test>_<16 key id>_<43 secret><6 CRC32>}, base62. */
final class SecretForm {

    private static final String DIGITS = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz";
    private static final Pattern FORM =
            Pattern.compile("(ks_(live|test)_([0-9A-Za-z]{16})_[0-9A-Za-z]{43})([0-9A-Za-z]{6})");

    private SecretForm() {}

    static boolean claims(String text) {
        return text.startsWith("ks_live_") || text.startsWith("ks_test_");
    }

    static boolean isWellFormed(String text) {
        Matcher parts = FORM.matcher(text);
        return parts.matches() && parts.group(4).equals(checksum(parts.group(1)));
    }

    static boolean isOf(String text, String keyId, String environment) {
        Matcher parts = FORM.matcher(text);
        return isWellFormed(text)
                && parts.matches()
                && parts.group(2).equals(environment)
                && parts.group(3).equals(keyId);
    }

    /** Another key's id in the place of its own, and a checksum that is right. */
    static String withKeyId(String text, String keyId) {
        String unchecked = text.substring(0, 8) + keyId + text.substring(24, text.length() - 6);
        return unchecked + checksum(unchecked);
    }

    /** Another character somewhere in the secret; the checksum is right, or as it was. */
    static String altered(String text, int at, boolean checked) {
        int index = 25 + at % 43;
        char other = text.charAt(index) == 'x' ? 'y' : 'x';
        String altered = text.substring(0, index) + other + text.substring(index + 1);
        String unchecked = altered.substring(0, altered.length() - 6);
        return checked ? unchecked + checksum(unchecked) : altered;
    }

    private static String checksum(String text) {
        CRC32 crc = new CRC32();
        crc.update(text.getBytes(StandardCharsets.US_ASCII));
        StringBuilder digits = new StringBuilder();
        for (long rest = crc.getValue(); digits.length() < 6; rest /= 62) {
            digits.insert(0, DIGITS.charAt((int) (rest % 62)));
        }
        return digits.toString();
    }
}
