package dev.keysmith.local.lambda;

import java.io.IOException;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/** One process of a function. What it is doing is the pool's to know and guarded by the pool's lock. */
final class Instance {

    /** What an instance is doing. */
    enum Phase {
        /** Not yet asked for work. */
        STARTING,
        /** Waiting for an event. */
        IDLE,
        /** Running {@link #current}. */
        BUSY,
        /** Has answered, and has not asked again yet. */
        RETURNING
    }

    // These are guarded by the pool's lock.
    Phase phase = Phase.STARTING;

    long phaseSince = System.nanoTime();

    @Nullable
    Invocation current;

    @Nullable
    String initError;

    private final BlockingQueue<Optional<Delivery>> mailbox = new LinkedBlockingQueue<>();
    private final CountDownLatch gone = new CountDownLatch(1);
    private @Nullable Process process;
    private boolean stopped;

    void enter(Phase next) {
        phase = next;
        phaseSince = System.nanoTime();
    }

    /** Whether it has been doing what it does for longer than this. */
    boolean longerThan(Duration time) {
        return System.nanoTime() - phaseSince > time.toNanos();
    }

    /** Starts the process, unless the instance was stopped before. */
    synchronized Optional<Process> start(ProcessBuilder builder) throws IOException {
        if (stopped) {
            return Optional.empty();
        }
        Process started = builder.start();
        process = started;
        return Optional.of(started);
    }

    synchronized Optional<Long> processId() {
        return Optional.ofNullable(process).filter(Process::isAlive).map(Process::pid);
    }

    void deliver(Delivery delivery) {
        mailbox.add(Optional.of(delivery));
    }

    Optional<Delivery> take() throws InterruptedException {
        return mailbox.take();
    }

    /** Asks the process to end (SIGTERM). */
    synchronized void terminate() {
        stopped = true;
        if (process != null) {
            process.destroy();
        }
    }

    /** Ends the process (SIGKILL). */
    synchronized void kill() {
        stopped = true;
        if (process != null) {
            process.destroyForcibly();
        }
    }

    /** Tells that the process has ended and will not be back. */
    void gone() {
        mailbox.add(Optional.empty());
        gone.countDown();
    }

    /** Whether the process ended within this time. */
    boolean awaitGone(Duration time) throws InterruptedException {
        return gone.await(time.toNanos(), TimeUnit.NANOSECONDS);
    }

    void awaitGone() throws InterruptedException {
        gone.await();
    }
}
