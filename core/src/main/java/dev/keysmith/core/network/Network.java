package dev.keysmith.core.network;

import java.util.Optional;
import java.util.regex.Pattern;

/**
 * A network in CIDR form (RFC 4632, RFC 4291 section 2.3). One of IPv4-mapped addresses is the IPv4 network that it maps; a network of
 * IPv6 holds no address of IPv4.
 *
 * @param first its first address: no bit is set after the prefix
 * @param length how many bits its prefix has
 */
public record Network(IpAddress first, int length) {

    private static final Pattern LENGTH = Pattern.compile("0|[1-9][0-9]{0,2}");
    private static final int MAPPED_BITS = IpAddress.IPV6_BITS - IpAddress.IPV4_BITS;

    public Network {
        if (!first.equals(first.prefix(length))) {
            throw new IllegalArgumentException("a bit is set after the prefix");
        }
    }

    /** The network of this text, or empty where it is none: an address alone, or one with bits set after the prefix. */
    public static Optional<Network> parse(String text) {
        int slash = text.indexOf('/');
        if (slash < 0 || !LENGTH.matcher(text.substring(slash + 1)).matches()) {
            return Optional.empty();
        }
        String address = text.substring(0, slash);
        int length = Integer.parseInt(text.substring(slash + 1));
        return IpAddress.parse(address).flatMap(first -> {
            boolean isMapped = first.bits() == IpAddress.IPV4_BITS && address.indexOf(':') >= 0;
            return of(first, isMapped ? length - MAPPED_BITS : length);
        });
    }

    private static Optional<Network> of(IpAddress first, int length) {
        return length >= 0 && length <= first.bits() && first.equals(first.prefix(length))
                ? Optional.of(new Network(first, length))
                : Optional.empty();
    }

    /** Whether this address is one of its own. */
    public boolean contains(IpAddress address) {
        return address.bits() == first.bits()
                && address.prefix(length).high() == first.high()
                && address.prefix(length).low() == first.low();
    }

    /** Whether all addresses of the other are its own. */
    public boolean containsAll(Network other) {
        return other.length >= length && contains(other.first);
    }

    /** Whether there is an address that both have. */
    public boolean overlaps(Network other) {
        return containsAll(other) || other.containsAll(this);
    }

    /** The network in CIDR form, its address as RFC 5952 writes it. */
    @Override
    public String toString() {
        return first + "/" + length;
    }
}
