package dev.keysmith.core.testing.model;

import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.function.Supplier;

/** Choices that follow from a seed. */
final class Dice {

    private final Random random;

    Dice(long seed) {
        this.random = new Random(seed);
    }

    /** Whether something happens that happens in so many of a hundred cases. */
    boolean falls(int percent) {
        return random.nextInt(100) < percent;
    }

    int below(int bound) {
        return random.nextInt(bound);
    }

    <T> T oneOf(List<T> choices) {
        return choices.get(random.nextInt(choices.size()));
    }

    /** Something in so many of a hundred cases, else nothing. */
    <T> Optional<T> maybe(int percent, Supplier<T> something) {
        return falls(percent) ? Optional.of(something.get()) : Optional.empty();
    }
}
