package dev.keysmith.functions.rotatesecret;

import dev.keysmith.core.secret.Pepper;
import java.time.Duration;
import java.time.Instant;
import java.util.List;

/**
 * The peppers before and after a rotation.
 *
 * @param before those of the current version
 * @param after those of the pending version
 */
record PepperComparison(List<Pepper> before, List<Pepper> after) {

    /** Those that were there before and are not any more. */
    List<Pepper> missing() {
        return before.stream().filter(pepper -> !isIn(after, pepper)).toList();
    }

    /** Whether nothing is missing but, at most, the oldest of several. */
    boolean lacksAtMostTheOldest() {
        return missing().stream()
                .allMatch(pepper ->
                        before.stream().noneMatch(other -> other.version() < pepper.version()) && before.size() > 1);
    }

    /** Whether something new would be active before everybody knows it. */
    boolean isTooLate(Instant now, Duration delay) {
        return after.stream()
                .anyMatch(pepper -> !isIn(before, pepper) && pepper.activeFrom().isBefore(now.plus(delay)));
    }

    private static boolean isIn(List<Pepper> peppers, Pepper wanted) {
        return peppers.stream()
                .anyMatch(pepper -> pepper.version() == wanted.version()
                        && pepper.activeFrom().equals(wanted.activeFrom())
                        && pepper.toHmacKey().equals(wanted.toHmacKey()));
    }
}
