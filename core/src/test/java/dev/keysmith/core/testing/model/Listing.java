package dev.keysmith.core.testing.model;

import java.util.Comparator;
import java.util.List;

/** Lists of keys, newest first; those of one instant stand in any order. */
final class Listing {

    private static final Comparator<Shown> NEWEST_FIRST =
            Comparator.comparing(Shown::createdAt).reversed();
    private static final Comparator<Shown> TOTAL = NEWEST_FIRST.thenComparing(Shown::keyId);

    private Listing() {}

    /** These keys and no others, each once. */
    static Expectation of(List<Shown> keys) {
        List<Shown> expected = keys.stream().sorted(TOTAL).toList();
        return new Expectation(
                "these keys: " + expected,
                actual -> actual instanceof Answer.Keys(List<Shown> listed) && areShownBy(expected, listed),
                _ -> {});
    }

    private static boolean areShownBy(List<Shown> expected, List<Shown> listed) {
        if (expected.size() != listed.size()
                || !listed.stream().sorted(NEWEST_FIRST).toList().equals(listed)) {
            return false;
        }
        List<Shown> sorted = listed.stream().sorted(TOTAL).toList();
        for (int i = 0; i < expected.size(); i++) {
            if (!expected.get(i).isShownBy(sorted.get(i))) {
                return false;
            }
        }
        return true;
    }
}
