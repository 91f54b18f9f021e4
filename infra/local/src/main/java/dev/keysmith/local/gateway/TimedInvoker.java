package dev.keysmith.local.gateway;

import dev.keysmith.local.lambda.InvocationResult;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/** Invokes functions, and waits for so long and no longer. */
final class TimedInvoker implements AutoCloseable {

    private final FunctionInvoker invoker;
    private final Duration limit;
    private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();

    TimedInvoker(FunctionInvoker invoker, Duration limit) {
        this.invoker = invoker;
        this.limit = limit;
    }

    /** The result; empty where there was none in time. */
    Optional<InvocationResult> invoke(String function, byte[] payload) {
        Future<InvocationResult> running = threads.submit(() -> invoker.invoke(function, payload));
        try {
            return Optional.of(running.get(limit.toNanos(), TimeUnit.NANOSECONDS));
        } catch (TimeoutException e) {
            running.cancel(true);
            return Optional.empty();
        } catch (InterruptedException e) {
            running.cancel(true);
            Thread.currentThread().interrupt();
            return Optional.of(new InvocationResult.Failed("The gateway is closing"));
        } catch (ExecutionException e) {
            throw new IllegalStateException("Function " + function + " could not be invoked", e.getCause());
        }
    }

    /** What went wrong, for the log. A function's own error message stays in the function's own log. */
    static String describe(Optional<InvocationResult> result) {
        return result.map(end -> switch (end) {
                    case InvocationResult.Success ignored -> "success";
                    case InvocationResult.FunctionError error -> error.errorType();
                    case InvocationResult.Failed failed -> failed.why();
                    case InvocationResult.RequestTooLarge tooLarge -> "an event of " + tooLarge.bytes() + " bytes";
                })
                .orElse("no answer in time");
    }

    @Override
    public void close() {
        threads.shutdownNow();
    }
}
