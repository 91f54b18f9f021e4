package dev.keysmith.core.key;

import java.util.List;
import java.util.Optional;

/**
 * A part of a list.
 *
 * @param items what it holds; it may hold nothing and yet have a next one
 * @param next where the next page begins; empty at the end
 */
public record Page<T>(List<T> items, Optional<KeyPosition> next) {

    public Page {
        items = List.copyOf(items);
    }
}
