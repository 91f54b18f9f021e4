package dev.keysmith.core.network;

import java.net.InetAddress;
import java.nio.ByteBuffer;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * An IP address. An IPv4-mapped IPv6 address (RFC 4291 section 2.5.5.2) is the IPv4 address that it maps.
 *
 * @param bits how many bits it has: 32 or 128
 * @param high its first 64 bits; those of IPv4 are followed by zeros
 * @param low its last 64 bits; zero for IPv4
 */
public record IpAddress(int bits, long high, long low) {

    static final int IPV4_BITS = 32;
    static final int IPV6_BITS = 128;

    private static final String BYTE = "(?:25[0-5]|2[0-4][0-9]|1[0-9]{2}|[1-9]?[0-9])";
    private static final String IPV4 = BYTE + "(?:\\." + BYTE + "){3}";
    /** Close enough that what the JDK makes of it is sure: no name, zone, bracket or spelling of its own. */
    private static final Pattern LITERAL =
            Pattern.compile(IPV4 + "|(?:[0-9A-Fa-f]{0,4}:){2,8}(?:[0-9A-Fa-f]{0,4}|" + IPV4 + ")");

    private static final int GROUPS = 8;

    public IpAddress {
        if (bits == IPV4_BITS ? (int) high != 0 || low != 0 : bits != IPV6_BITS) {
            throw new IllegalArgumentException("neither IPv4 nor IPv6");
        }
    }

    /** The address of this text (RFC 4291 section 2.2, RFC 6943 section 3.1.1), or empty where it is none. Asks no name server. */
    public static Optional<IpAddress> parse(String text) {
        if (!LITERAL.matcher(text).matches()) {
            return Optional.empty();
        }
        try {
            byte[] bytes = InetAddress.ofLiteral(text).getAddress();
            ByteBuffer all = ByteBuffer.allocate(2 * Long.BYTES).put(bytes).rewind();
            return Optional.of(new IpAddress(bytes.length * Byte.SIZE, all.getLong(), all.getLong()));
        } catch (IllegalArgumentException e) {
            // Groups too many or too few.
            return Optional.empty();
        }
    }

    /**
     * The first address of the network of this address, and so the network's name.
     *
     * @param length how many leading bits the network has; 0 to {@link #bits}
     */
    public IpAddress prefix(int length) {
        if (length < 0 || length > bits) {
            throw new IllegalArgumentException("a prefix has 0 to " + bits + " bits");
        }
        return new IpAddress(bits, high & mask(length), low & mask(length - Long.SIZE));
    }

    private static long mask(int length) {
        if (length <= 0) {
            return 0;
        }
        return length >= Long.SIZE ? -1 : -1L << (Long.SIZE - length);
    }

    /** The address as RFC 5952 writes it. */
    @Override
    public String toString() {
        if (bits == IPV4_BITS) {
            return "%d.%d.%d.%d".formatted(high >>> 56, high >>> 48 & 0xff, high >>> 40 & 0xff, high >>> 32 & 0xff);
        }
        int zeros = 0;
        int zerosAt = 0;
        for (int from = 0; from < GROUPS; from++) {
            int length = zerosFrom(from);
            if (length > zeros) {
                zeros = length;
                zerosAt = from;
            }
        }
        // A single group of zeros is written out (section 4.2.2).
        return zeros < 2 ? groups(0, GROUPS) : groups(0, zerosAt) + "::" + groups(zerosAt + zeros, GROUPS);
    }

    private int zerosFrom(int from) {
        int to = from;
        while (to < GROUPS && group(to) == 0) {
            to++;
        }
        return to - from;
    }

    private String groups(int from, int to) {
        StringBuilder text = new StringBuilder();
        for (int i = from; i < to; i++) {
            text.append(i == from ? "" : ":").append(Long.toHexString(group(i)));
        }
        return text.toString();
    }

    private long group(int index) {
        long half = index < GROUPS / 2 ? high : low;
        return half >>> (Long.SIZE - Short.SIZE * (index % (GROUPS / 2) + 1)) & 0xffff;
    }
}
