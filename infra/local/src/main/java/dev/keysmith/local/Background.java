package dev.keysmith.local;

import java.io.IOException;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import org.jspecify.annotations.Nullable;

/** A part of the start that is made while others are. */
final class Background {

    private final FutureTask<@Nullable Void> task;

    /** What is made. */
    interface Part {
        void make() throws IOException, LocalStackException;
    }

    /** Begins it. */
    Background(String name, Part part) {
        Callable<@Nullable Void> call = () -> {
            part.make();
            return null;
        };
        task = new FutureTask<>(call);
        Thread.ofVirtual().name(name).start(task);
    }

    /** Waits until it is made; throws what it threw. */
    void await() throws IOException, LocalStackException {
        try {
            task.get();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IOException("interrupted", e);
        } catch (ExecutionException e) {
            switch (e.getCause()) {
                case IOException failure -> throw failure;
                case LocalStackException failure -> throw failure;
                case RuntimeException failure -> throw failure;
                case null, default -> throw new IllegalStateException(e);
            }
        }
    }
}
