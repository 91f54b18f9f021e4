package dev.keysmith.local.lambda;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ScheduledThreadPoolExecutor;

/**
 * Runs Lambda functions on this machine, each instance as a process of its own that runs the function's artifact with AWS's
 * Java runtime interface client. Instances start on demand and stay; the one used last is used first. The processes end with
 * the host, also when the host is killed: their Runtime API is gone then.
 *
 * <p>Safe for use by many threads.
 */
public final class LambdaHost implements AutoCloseable {

    private static final Duration GRACE = Duration.ofSeconds(2);

    private final LambdaHostSettings settings;
    private final Runnable onInstancesChanged;
    private final RuntimeApi runtimeApi = new RuntimeApi();
    private final ScheduledThreadPoolExecutor timer = new ScheduledThreadPoolExecutor(
            1, Thread.ofPlatform().name("lambda-timer").daemon().factory());
    private final ExecutorService notifier = Executors.newSingleThreadExecutor(
            Thread.ofPlatform().name("lambda-instances").daemon().factory());
    private final Map<String, FunctionPool> pools = new ConcurrentHashMap<>();

    /**
     * A host without functions.
     *
     * @param settings its settings
     * @param onInstancesChanged called after a process has started or ended, by one thread at a time, and never after
     *     {@link #close} has returned
     * @throws UncheckedIOException if the log directory cannot be made
     */
    public LambdaHost(LambdaHostSettings settings, Runnable onInstancesChanged) {
        try {
            Files.createDirectories(settings.logDirectory());
        } catch (IOException e) {
            throw new UncheckedIOException("The functions' log directory cannot be made", e);
        }
        this.settings = settings;
        this.onInstancesChanged = onInstancesChanged;
        // A cancelled time limit holds its invocation's payload.
        timer.setRemoveOnCancelPolicy(true);
    }

    /**
     * Adds a function. Its first instance starts with its first invocation.
     *
     * @throws IllegalArgumentException if there is one of that name already
     */
    public void add(LambdaFunction function) {
        var pool = new FunctionPool(function, settings, runtimeApi, timer, this::instancesChanged);
        if (pools.putIfAbsent(function.name(), pool) != null) {
            throw new IllegalArgumentException("Function " + function.name() + " was added before");
        }
    }

    /**
     * Invokes a function and waits for its end. If the calling thread is interrupted, it stops waiting; an invocation that
     * runs already goes on.
     *
     * @param function the function's name
     * @param payload the event
     * @throws IllegalArgumentException if there is no such function
     */
    public InvocationResult invoke(String function, byte[] payload) {
        FunctionPool pool = pools.get(function);
        if (pool == null) {
            throw new IllegalArgumentException("No function " + function);
        }
        return pool.invoke(payload);
    }

    /** The ids of the running processes by function; a function without processes has an empty list. */
    public Map<String, List<Long>> processIds() {
        var ids = new TreeMap<String, List<Long>>();
        pools.forEach((name, pool) -> ids.put(name, pool.processIds()));
        return ids;
    }

    /** Ends every process, by force where need be, and returns when all of them are gone. Waiting invocations fail. */
    @Override
    public void close() {
        List<Instance> instances = pools.values().stream()
                .flatMap(pool -> pool.beginClose().stream())
                .toList();
        try {
            long end = System.nanoTime() + GRACE.toNanos();
            for (Instance instance : instances) {
                if (!instance.awaitGone(Duration.ofNanos(end - System.nanoTime()))) {
                    instance.kill();
                }
            }
            for (Instance instance : instances) {
                instance.awaitGone();
            }
        } catch (InterruptedException e) {
            instances.forEach(Instance::kill);
            Thread.currentThread().interrupt();
        }
        timer.shutdownNow();
        notifier.close();
        runtimeApi.close();
    }

    private void instancesChanged() {
        try {
            notifier.execute(onInstancesChanged);
        } catch (RejectedExecutionException e) {
            // Closed meanwhile: nobody is to be told any more.
        }
    }
}
