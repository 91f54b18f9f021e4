package dev.keysmith.local.lambda;

import dev.keysmith.local.lambda.Instance.Phase;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.ReentrantLock;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The instances of one function, and the invocations that wait for one, first come first served. */
final class FunctionPool {

    private static final Logger LOG = LoggerFactory.getLogger(FunctionPool.class);

    private static final Duration INIT_TIMEOUT = Duration.ofSeconds(60);

    /** A start that a signal ended says nothing about the function; so many in a row do. */
    private static final int MAX_KILLED_STARTS = 3;

    /** The status with which the JDK reports a process that a signal ended is this plus the signal. */
    private static final int SIGNAL_STATUS = 128;

    /** One that has answered asks for more at once; after this time nobody counts on it any more. */
    private static final Duration RETURN_TIME = Duration.ofSeconds(1);

    private static final Duration SWEEP_INTERVAL = Duration.ofMillis(500);

    /** While others serve, a function that fails to start is not tried again for so long. */
    private static final Duration HOLD_AFTER_FAILED_START = Duration.ofSeconds(1);

    private final LambdaFunction function;
    private final LambdaHostSettings settings;
    private final InstanceCommand command;
    private final RuntimeApi runtimeApi;
    private final ScheduledExecutorService timer;
    private final Runnable changed;

    private final ReentrantLock lock = new ReentrantLock();
    private final Deque<Invocation> waiting = new ArrayDeque<>();
    private final Deque<Instance> idle = new ArrayDeque<>();
    private final Set<Instance> instances = new LinkedHashSet<>();
    private int killedStarts;
    private long holdStartsUntil = System.nanoTime();
    private boolean closed;

    FunctionPool(
            LambdaFunction function,
            LambdaHostSettings settings,
            RuntimeApi runtimeApi,
            ScheduledExecutorService timer,
            Runnable changed) {
        this.function = function;
        this.settings = settings;
        this.command = new InstanceCommand(settings, function);
        this.runtimeApi = runtimeApi;
        this.timer = timer;
        this.changed = changed;
        var unused = timer.scheduleWithFixedDelay(
                this::sweep, SWEEP_INTERVAL.toMillis(), SWEEP_INTERVAL.toMillis(), TimeUnit.MILLISECONDS);
    }

    InvocationResult invoke(byte[] payload) {
        if (payload.length > Invocation.MAX_REQUEST_BYTES) {
            return new InvocationResult.RequestTooLarge(payload.length);
        }
        var invocation = new Invocation(payload);
        locked(() -> submit(invocation));
        try {
            return invocation.result().get();
        } catch (InterruptedException e) {
            // Whoever asked no longer waits. What runs already runs to its end, as on Lambda.
            locked(() -> waiting.remove(invocation));
            Thread.currentThread().interrupt();
            return new InvocationResult.Failed("The caller stopped waiting");
        } catch (ExecutionException e) {
            throw new IllegalStateException("An invocation is never completed by an exception", e);
        }
    }

    List<Long> processIds() {
        lock.lock();
        try {
            return instances.stream()
                    .map(Instance::processId)
                    .flatMap(Optional::stream)
                    .sorted()
                    .toList();
        } finally {
            lock.unlock();
        }
    }

    /** Takes no more work, fails what there is, and asks every process to end. */
    List<Instance> beginClose() {
        lock.lock();
        try {
            closed = true;
            failWaiting("The host is closing");
            for (Instance instance : instances) {
                endCurrent(instance, "The host is closing");
                instance.terminate();
            }
            return List.copyOf(instances);
        } finally {
            lock.unlock();
        }
    }

    private void submit(Invocation invocation) {
        if (closed) {
            invocation.fail("The host is closing");
            return;
        }
        Instance warm = idle.pollFirst();
        if (warm == null) {
            waiting.addLast(invocation);
            startAsNeeded();
        } else {
            deliver(warm, invocation);
        }
    }

    private void startAsNeeded() {
        while (!closed
                && instances.size() < settings.maxInstances()
                && count(Phase.STARTING) < settings.maxStarting()
                // One that has just answered is about to ask for more: no reason to start another for its sake.
                && waiting.size() > count(Phase.STARTING) + returning()
                && (instances.isEmpty() || System.nanoTime() - holdStartsUntil >= 0)) {
            var instance = new Instance();
            instances.add(instance);
            Thread.ofVirtual().name(function.name() + "-instance-", 0).start(() -> live(instance));
        }
    }

    /** The life of an instance, from its start to its end. */
    private void live(Instance instance) {
        String end = "could not be started";
        int status = 0;
        try (RuntimeApi.Endpoint endpoint = runtimeApi.open(new PooledClient(instance))) {
            String logStream = "local/[$LATEST]" + Integer.toHexString(System.identityHashCode(instance));
            Optional<Process> process = instance.start(command.processBuilder(endpoint.address(), logStream));
            if (process.isPresent()) {
                changed.run();
                Future<?> limit =
                        timer.schedule(() -> killStarting(instance), INIT_TIMEOUT.toMillis(), TimeUnit.MILLISECONDS);
                status = process.get().waitFor();
                limit.cancel(false);
                end = "exited with status " + status;
            }
        } catch (IOException e) {
            end = "could not be started: " + e.getMessage();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        String how = "A process of function " + function.name() + " " + end;
        int exitStatus = status;
        locked(() -> ended(instance, exitStatus, how));
        changed.run();
        instance.gone();
    }

    private void ended(Instance instance, int status, String how) {
        instances.remove(instance);
        idle.remove(instance);
        endCurrent(instance, how);
        if (instance.phase == Phase.STARTING && !closed) {
            startFailed(instance, status, how);
        }
        startAsNeeded();
    }

    private void startFailed(Instance instance, int status, String how) {
        boolean killed = instance.initError == null && status > SIGNAL_STATUS;
        killedStarts = killed ? killedStarts + 1 : 0;
        if (killed && killedStarts < MAX_KILLED_STARTS) {
            return;
        }
        String why = instance.initError == null
                ? how + " before it asked for work; its output is in " + function.name() + ".log"
                : "Function " + function.name() + " could not start: " + instance.initError;
        LOG.warn("{}", why);
        killedStarts = 0;
        holdStartsUntil = System.nanoTime() + HOLD_AFTER_FAILED_START.toNanos();
        // Where another instance serves or is still starting, the queue is its to empty.
        if (instances.isEmpty()) {
            failWaiting(why);
        }
    }

    private void killStarting(Instance instance) {
        locked(() -> {
            if (instance.phase == Phase.STARTING) {
                instance.initError = "not ready within " + INIT_TIMEOUT.toSeconds() + " s";
                instance.kill();
            }
        });
    }

    private void deliver(Instance instance, Invocation invocation) {
        instance.enter(Phase.BUSY);
        instance.current = invocation;
        long millis = function.timeout().toMillis();
        Future<?> limit = timer.schedule(() -> timeOut(instance, invocation), millis, TimeUnit.MILLISECONDS);
        var unused = invocation.result().whenComplete((result, problem) -> limit.cancel(false));
        instance.deliver(new Delivery(invocation, System.currentTimeMillis() + millis, command.functionArn()));
    }

    private void timeOut(Instance instance, Invocation invocation) {
        locked(() -> {
            if (invocation.equals(instance.current)) {
                endCurrent(
                        instance, "Task timed out after " + function.timeout().toMillis() / 1000.0 + " seconds");
                instance.kill();
            }
        });
    }

    private static void endCurrent(Instance instance, String why) {
        if (instance.current != null) {
            instance.current.fail(why);
            instance.current = null;
        }
    }

    private void failWaiting(String why) {
        waiting.forEach(invocation -> invocation.fail(why));
        waiting.clear();
    }

    private int count(Phase phase) {
        return (int)
                instances.stream().filter(instance -> instance.phase == phase).count();
    }

    private long returning() {
        return instances.stream()
                .filter(instance -> instance.phase == Phase.RETURNING && !instance.longerThan(RETURN_TIME))
                .count();
    }

    /** Frozen after its answer, an instance would never be back, and nothing else would tell. */
    private void sweep() {
        locked(() -> {
            instances.stream()
                    .filter(instance -> instance.phase == Phase.RETURNING && instance.longerThan(function.timeout()))
                    .forEach(Instance::kill);
            startAsNeeded();
        });
    }

    private void locked(Runnable action) {
        lock.lock();
        try {
            action.run();
        } finally {
            lock.unlock();
        }
    }

    /** An instance's way into the pool. */
    private final class PooledClient implements RuntimeClient {

        private final Instance instance;

        PooledClient(Instance instance) {
            this.instance = instance;
        }

        @Override
        public Optional<Delivery> next() throws InterruptedException {
            locked(this::ready);
            return instance.take();
        }

        private void ready() {
            if (instance.phase == Phase.STARTING) {
                killedStarts = 0;
            }
            endCurrent(instance, "The runtime asked for more work without an answer");
            instance.enter(Phase.IDLE);
            Invocation first = waiting.pollFirst();
            if (first == null) {
                idle.addFirst(instance);
            } else {
                deliver(instance, first);
            }
            startAsNeeded();
        }

        @Override
        public boolean answer(String invocationId, InvocationResult result) {
            lock.lock();
            try {
                Invocation invocation = instance.current;
                if (invocation == null || !invocation.id().equals(invocationId)) {
                    return false;
                }
                instance.current = null;
                instance.enter(Phase.RETURNING);
                invocation.result().complete(result);
                return true;
            } finally {
                lock.unlock();
            }
        }

        @Override
        public void initError(InvocationResult.FunctionError error) {
            locked(() -> instance.initError = error.errorType() + ": " + error.errorMessage());
        }
    }
}
