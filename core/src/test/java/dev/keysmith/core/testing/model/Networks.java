package dev.keysmith.core.testing.model;

import java.util.List;
import java.util.Map;
import java.util.Set;

/** The networks that are asked for: few enough to tell by their names which is within which. All lists hold who plays. */
final class Networks {

    static final List<List<String>> LISTS = List.of(
            List.of(),
            List.of("0.0.0.0/0"),
            List.of("0.0.0.0/0", "2001:db8::/32"),
            List.of("127.0.0.0/8", "192.0.0.0/8"),
            List.of("127.0.0.0/8", "192.0.2.0/24"),
            List.of("127.0.0.0/8", "192.0.2.0/24"));

    private static final Map<String, Set<String>> WIDER = Map.of(
            "127.0.0.0/8", Set.of("0.0.0.0/0"),
            "192.0.0.0/8", Set.of("0.0.0.0/0"),
            "192.0.2.0/24", Set.of("0.0.0.0/0", "192.0.0.0/8"));

    private Networks() {}

    static boolean areValid(List<String> networks) {
        return LISTS.contains(networks);
    }

    /** Whether all of some networks are within others; none are any address. */
    static boolean areWithin(List<String> networks, List<String> others) {
        return others.isEmpty()
                || (!networks.isEmpty()
                        && networks.stream()
                                .allMatch(network -> others.contains(network)
                                        || WIDER.getOrDefault(network, Set.of()).stream()
                                                .anyMatch(others::contains)));
    }
}
