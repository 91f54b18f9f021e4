package dev.keysmith.local;

import java.util.ArrayDeque;
import java.util.Deque;
import org.jspecify.annotations.Nullable;

/** What was opened, in order; closed in reverse, each whatever became of the others. */
final class Resources implements AutoCloseable {

    private final Deque<AutoCloseable> opened = new ArrayDeque<>();

    <T extends AutoCloseable> T add(T resource) {
        opened.push(resource);
        return resource;
    }

    /** Closes everything; does nothing the second time. */
    @Override
    public void close() {
        IllegalStateException failure = null;
        while (!opened.isEmpty()) {
            failure = close(opened.pop(), failure);
        }
        if (failure != null) {
            throw failure;
        }
    }

    private static @Nullable IllegalStateException close(
            AutoCloseable resource, @Nullable IllegalStateException earlier) {
        try {
            resource.close();
            return earlier;
        } catch (Exception e) {
            IllegalStateException failure =
                    earlier == null ? new IllegalStateException("a part of the local stack does not stop") : earlier;
            failure.addSuppressed(e);
            return failure;
        }
    }
}
