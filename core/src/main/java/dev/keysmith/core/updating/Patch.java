package dev.keysmith.core.updating;

import java.util.Optional;
import java.util.function.Function;

/**
 * One member of a JSON merge patch (RFC 7396).
 *
 * @param <T> its type
 */
public sealed interface Patch<T> {

    /** The patch does not name it: it stays as it is. */
    record Unchanged<T>() implements Patch<T> {}

    /** The patch says {@code null}: it is removed. */
    record Removed<T>() implements Patch<T> {}

    /** The patch gives it a value. */
    record Changed<T>(T to) implements Patch<T> {}

    /** The same with another form of its value. */
    default <U> Patch<U> map(Function<T, U> form) {
        return switch (this) {
            case Unchanged<T> _ -> new Unchanged<>();
            case Removed<T> _ -> new Removed<>();
            case Changed<T>(T to) -> new Changed<>(form.apply(to));
        };
    }

    /** The value that the patch gives, if it gives one. */
    default Optional<T> changed() {
        return this instanceof Changed<T>(T to) ? Optional.of(to) : Optional.empty();
    }
}
