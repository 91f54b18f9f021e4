package dev.keysmith.local.secrets;

import java.time.Duration;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Makes rotations, each on a thread of its own. A rotation of which a step fails is made anew from
 * its first step with the same token, a few times and with growing pauses; then it is left as it is.
 */
final class RotationRunner implements AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(RotationRunner.class);
    private static final int ATTEMPTS = 5;
    private static final Duration FIRST_PAUSE = Duration.ofMillis(200);

    private final RotationFunction function;
    private final Outcome outcome;
    private final Set<Rotation> running = ConcurrentHashMap.newKeySet();
    private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();

    /** Is told how rotations go. */
    interface Outcome {

        /** Whether the rotation is still to be made: its version is pending, and nobody cancelled it. */
        boolean isOpen(Rotation rotation);

        /** All steps ended well. */
        void succeeded(Rotation rotation);

        /** It failed for the last time. */
        void failed(Rotation rotation);
    }

    RotationRunner(RotationFunction function, Outcome outcome) {
        this.function = function;
        this.outcome = outcome;
    }

    /** Begins it, and does not wait for its end; does nothing where it is under way. */
    void start(Rotation rotation) {
        if (running.add(rotation)) {
            threads.execute(() -> {
                try {
                    run(rotation);
                } catch (InterruptedException e) {
                    // The server stops: its next start takes up what is unfinished.
                } finally {
                    running.remove(rotation);
                }
            });
        }
    }

    /** Ends what is under way, between two steps or within one. */
    @Override
    public void close() {
        threads.shutdownNow();
    }

    private void run(Rotation rotation) throws InterruptedException {
        Duration pause = FIRST_PAUSE;
        int attempts = rotation.isTest() ? 1 : ATTEMPTS;
        for (int attempt = 1; attempt <= attempts && outcome.isOpen(rotation); attempt++) {
            if (attempt > 1) {
                Thread.sleep(pause);
                pause = pause.multipliedBy(2);
            }
            if (attempt(rotation)) {
                outcome.succeeded(rotation);
                return;
            }
        }
        outcome.failed(rotation);
    }

    private boolean attempt(Rotation rotation) throws InterruptedException {
        for (String step : rotation.steps()) {
            boolean done = function.invoke(rotation.functionArn(), rotation.event(step));
            if (Thread.interrupted()) {
                throw new InterruptedException();
            }
            if (!done) {
                LOG.warn("{} of {} failed; the function's log tells why", step, rotation.secretArn());
                return false;
            }
        }
        return true;
    }
}
