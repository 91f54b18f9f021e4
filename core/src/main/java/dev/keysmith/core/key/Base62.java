package dev.keysmith.core.key;

import java.math.BigInteger;

/** Base 62 with the digits {@code 0-9 A-Z a-z}, in that order, most significant first. */
final class Base62 {

    private static final char[] DIGITS = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz".toCharArray();
    private static final BigInteger BASE = BigInteger.valueOf(DIGITS.length);

    private Base62() {}

    /** The unsigned number in these bytes, padded with zeros to a length that must be enough for it. */
    static String encode(byte[] unsigned, int length) {
        char[] text = new char[length];
        BigInteger rest = new BigInteger(1, unsigned);
        for (int i = length - 1; i >= 0; i--) {
            BigInteger[] parts = rest.divideAndRemainder(BASE);
            text[i] = DIGITS[parts[1].intValue()];
            rest = parts[0];
        }
        if (rest.signum() != 0) {
            throw new IllegalArgumentException("the number needs more than " + length + " digits");
        }
        return new String(text);
    }

    /** A number that is not negative, padded with zeros to a length that must be enough for it. */
    static String encode(long number, int length) {
        char[] text = new char[length];
        long rest = number;
        for (int i = length - 1; i >= 0; i--) {
            text[i] = DIGITS[(int) (rest % DIGITS.length)];
            rest /= DIGITS.length;
        }
        if (rest != 0) {
            throw new IllegalArgumentException("the number needs more than " + length + " digits");
        }
        return new String(text);
    }

    /** Whether all characters of the range are digits of this base. */
    static boolean isBase62(String text, int from, int to) {
        for (int i = from; i < to; i++) {
            char c = text.charAt(i);
            if (!((c >= '0' && c <= '9') || (c >= 'A' && c <= 'Z') || (c >= 'a' && c <= 'z'))) {
                return false;
            }
        }
        return true;
    }
}
