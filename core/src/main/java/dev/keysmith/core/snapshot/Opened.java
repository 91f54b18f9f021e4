package dev.keysmith.core.snapshot;

import java.util.ArrayDeque;
import java.util.Deque;

/** What a rehearsal has opened; all of it is closed before the snapshot, however the rehearsal ends. */
public final class Opened {

    private final Deque<AutoCloseable> all = new ArrayDeque<>();

    /** Has this closed at the end. */
    public <T extends AutoCloseable> T add(T closeable) {
        all.push(closeable);
        return closeable;
    }

    /** Closes everything, the last first. Throws where something stays open. */
    void close() throws Exception {
        while (!all.isEmpty()) {
            all.pop().close();
        }
    }
}
