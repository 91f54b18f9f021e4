package dev.keysmith.local.http;

import java.util.concurrent.Executors;
import org.eclipse.jetty.server.Server;
import org.eclipse.jetty.util.thread.QueuedThreadPool;

/** Jetty servers whose handlers may block: each request runs on a virtual thread. */
public final class LocalServers {

    /** The only address that anything here listens on. */
    public static final String LOOPBACK = "127.0.0.1";

    private static final int MAX_PLATFORM_THREADS = 500;

    private LocalServers() {}

    /**
     * A server without connectors, not started.
     *
     * @param name names its threads
     */
    public static Server create(String name) {
        var threads = new QueuedThreadPool(MAX_PLATFORM_THREADS);
        threads.setName(name);
        threads.setDaemon(true);
        // Selectors keep platform threads; what handles a request may wait as long as it likes.
        threads.setVirtualThreadsExecutor(Executors.newThreadPerTaskExecutor(
                Thread.ofVirtual().name(name + "-request-", 0).factory()));
        return new Server(threads);
    }
}
