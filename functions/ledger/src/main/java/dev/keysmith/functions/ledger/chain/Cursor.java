package dev.keysmith.functions.ledger.chain;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;

/** What is read page by page, as one sequence. It holds one page. */
final class Cursor<T> {

    private final Function<Optional<T>, List<T>> pages;
    private final Deque<T> page = new ArrayDeque<>();
    private Optional<T> last = Optional.empty();
    private boolean ended;

    /** @param pages the page after an entry, or the first; an empty page is the end */
    Cursor(Function<Optional<T>, List<T>> pages) {
        this.pages = pages;
    }

    /** What comes next, without taking it; empty at the end. */
    Optional<T> peek() {
        if (page.isEmpty() && !ended) {
            page.addAll(pages.apply(last));
            ended = page.isEmpty();
        }
        return Optional.ofNullable(page.peekFirst());
    }

    /** Takes what comes next; empty at the end. */
    Optional<T> next() {
        Optional<T> next = peek();
        if (next.isPresent()) {
            page.removeFirst();
            last = next;
        }
        return next;
    }
}
