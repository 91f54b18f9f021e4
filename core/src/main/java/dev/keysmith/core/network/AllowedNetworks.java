package dev.keysmith.core.network;

import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * Where a key may be used from.
 *
 * @param networks at most {@value #MAX_SIZE}; empty means any address
 */
public record AllowedNetworks(List<Network> networks) {

    public static final int MAX_SIZE = 20;

    /** From any address. */
    public static final AllowedNetworks ANY = new AllowedNetworks(List.of());

    public AllowedNetworks {
        if (networks.size() > MAX_SIZE) {
            throw new IllegalArgumentException("more than " + MAX_SIZE + " networks");
        }
        networks = List.copyOf(networks);
    }

    /** The networks of these texts, of which there is one at least; throws where one is malformed. */
    public static AllowedNetworks parse(Stream<String> texts) {
        List<Network> networks = texts.map(text -> Network.parse(text)
                        .orElseThrow(() -> new IllegalArgumentException("not a network in CIDR form")))
                .toList();
        if (networks.isEmpty()) {
            throw new IllegalArgumentException("no networks");
        }
        return new AllowedNetworks(networks);
    }

    /** Whether it is any address. */
    public boolean areAny() {
        return networks.isEmpty();
    }

    /**
     * Whether a request from this address is allowed. Where there are networks, one whose address is missing or no IP address is not.
     *
     * @param sourceIp the address that the gateway saw, as it wrote it
     */
    public boolean allow(Optional<String> sourceIp) {
        return areAny()
                || sourceIp.flatMap(IpAddress::parse)
                        .filter(address -> networks.stream().anyMatch(network -> network.contains(address)))
                        .isPresent();
    }

    /** Whether each of these networks is within one of the others. */
    public boolean areWithin(AllowedNetworks others) {
        return others.areAny() || (!areAny() && networks.stream().allMatch(others::hold));
    }

    private boolean hold(Network network) {
        return networks.stream().anyMatch(own -> own.containsAll(network));
    }

    /** The networks in CIDR form. */
    public List<String> texts() {
        return networks.stream().map(Network::toString).toList();
    }

    /** The networks in CIDR form, space-separated; empty for any address. */
    @Override
    public String toString() {
        return networks.stream().map(Network::toString).collect(Collectors.joining(" "));
    }
}
