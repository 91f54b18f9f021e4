package dev.keysmith.local;

import dev.keysmith.blueprint.ScheduleSpec;
import dev.keysmith.local.lambda.InvocationResult;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.function.BiFunction;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Invokes functions again and again, each schedule on a thread of its own: the next invocation comes its rate after the end of the one
 * before, whatever became of that one.
 */
final class Schedules implements AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(Schedules.class);

    private final BiFunction<String, byte[], InvocationResult> invoker;
    private final List<Thread> threads = new ArrayList<>();
    private volatile boolean closed;

    /**
     * Starts them. Each invokes for the first time when its rate has passed.
     *
     * @param invoker invokes a function by its name, and waits for its end
     */
    Schedules(List<ScheduleSpec> schedules, BiFunction<String, byte[], InvocationResult> invoker) {
        this.invoker = invoker;
        for (ScheduleSpec schedule : schedules) {
            threads.add(Thread.ofVirtual().name("schedule-" + schedule.name()).start(() -> run(schedule)));
        }
    }

    /** Ends them, and returns when none invokes any more; what a function does already goes on. */
    @Override
    public void close() throws InterruptedException {
        closed = true;
        threads.forEach(Thread::interrupt);
        for (Thread thread : threads) {
            thread.join();
        }
    }

    private void run(ScheduleSpec schedule) {
        try {
            while (!closed) {
                Thread.sleep(schedule.rate());
                invoke(schedule);
            }
        } catch (InterruptedException e) {
            // Closed.
        }
    }

    private void invoke(ScheduleSpec schedule) {
        InvocationResult result =
                invoker.apply(schedule.function(), schedule.input().getBytes(StandardCharsets.UTF_8));
        if (!closed && !(result instanceof InvocationResult.Success)) {
            LOG.warn("Schedule {} failed; the log of function {} tells why", schedule.name(), schedule.function());
        }
    }
}
