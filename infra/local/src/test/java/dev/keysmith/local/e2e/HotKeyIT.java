package dev.keysmith.local.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.keysmith.local.e2e.Api.IssuedKey;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

/**
 * One key that is offered five times its rate at eight authorizers, which are stopped, continued and killed under it: 1,000 requests a
 * minute with {@code -Psoak}, scaled down otherwise.
 */
@ExtendWith(SharedStack.class)
@Timeout(600)
class HotKeyIT {

    private static final int INSTANCES = 8;
    private static final int TIMES_OFFERED = 5;

    private final SharedStack.Handle stack;
    private final Api api;
    private final AtomicInteger admitted = new AtomicInteger();
    private final AtomicInteger unanswered = new AtomicInteger();
    private final AtomicInteger offered = new AtomicInteger();
    private @TempDir Path directory;

    HotKeyIT(SharedStack.Handle stack) {
        this.stack = stack;
        this.api = stack.api();
    }

    @Test
    void hotKeyStaysWithinItsBoundAndIsNeverUnderCounted() throws Exception {
        int rate = Scale.hotKeyRate();
        Duration window = Scale.hotKeyWindow();
        IssuedKey warmUp = issue(1_000_000, window);
        IssuedKey key = issue(rate, window);
        long seed = System.nanoTime();
        List<String> faults = new ArrayList<>();
        Duration took;
        try (AuthorizerInstances authorizers = new AuthorizerInstances(stack, INSTANCES, directory);
                ExecutorService clients = Executors.newCachedThreadPool()) {
            all(clients, authorizers, instance -> () -> authorizers.admits(instance, warmUp.key()));
            long began = System.nanoTime();
            AtomicBoolean isOver = new AtomicBoolean();
            Future<?> troublemaker = clients.submit(() -> trouble(authorizers, new Random(seed), isOver, faults));
            all(clients, authorizers, instance -> () -> offer(authorizers, instance, key, rate, window, began));
            isOver.set(true);
            troublemaker.get();
            took = Duration.ofNanos(System.nanoTime() - began);
        }

        JsonNode usage = usage(key);
        long total = usage.get("total").asLong();
        long unsettled = usage.get("unsettled").asLong();
        // ADR 0015: one clock for all, and one late answer for each instance.
        double leased = window.toNanos() / 20.0;
        double bound = rate * (1 + (took.toNanos() + leased) / window.toNanos()) + INSTANCES;
        System.out.printf(
                "HotKeyIT: seed %d, %s, %d offered in %s at %d in %s: %d admitted of at most %.0f, %d unanswered, usage %d with %d"
                        + " unsettled%n",
                seed,
                faults,
                offered.get(),
                took,
                rate,
                window,
                admitted.get(),
                bound,
                unanswered.get(),
                total,
                unsettled);
        assertThat(faults).isNotEmpty();
        assertThat((double) admitted.get()).isLessThanOrEqualTo(bound).isGreaterThanOrEqualTo(0.9 * rate);
        assertThat(total).isGreaterThanOrEqualTo(admitted.get());
        // Whoever got no answer may have been charged for it.
        assertThat(total - unsettled).isLessThanOrEqualTo(admitted.get() + unanswered.get());
    }

    private Void offer(
            AuthorizerInstances authorizers, int instance, IssuedKey key, int rate, Duration window, long began)
            throws InterruptedException {
        int requests = rate * TIMES_OFFERED / INSTANCES;
        long pause = window.toNanos() / requests;
        for (int i = 0; i < requests; i++) {
            // The load's own pace; who comes late after a stop catches up.
            long early = began + i * pause - System.nanoTime();
            if (early > 0) {
                Thread.sleep(Duration.ofNanos(early));
            }
            offered.incrementAndGet();
            Optional<Boolean> isAdmitted = authorizers.admits(instance, key.key());
            isAdmitted.ifPresentOrElse(yes -> admitted.addAndGet(yes ? 1 : 0), unanswered::incrementAndGet);
        }
        return null;
    }

    private static void trouble(
            AuthorizerInstances authorizers, Random random, AtomicBoolean isOver, List<String> faults) {
        try {
            while (!isOver.get()) {
                Thread.sleep(500 + random.nextInt(1_000));
                int victim = random.nextInt(authorizers.count());
                Optional<Long> process = authorizers.processId(victim);
                if (process.isEmpty()) {
                    continue;
                }
                if (random.nextInt(3) == 0) {
                    signal("KILL", process.get());
                    faults.add("killed " + victim);
                } else {
                    int millis = 100 + random.nextInt(2_500);
                    signal("STOP", process.get());
                    Thread.sleep(millis);
                    signal("CONT", process.get());
                    faults.add("stopped " + victim + " for " + millis + " ms");
                }
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } catch (IOException e) {
            throw new IllegalStateException("no signal could be sent", e);
        }
    }

    /** To one of the processes that this test started. */
    private static void signal(String name, long process) throws IOException, InterruptedException {
        new ProcessBuilder("kill", "-" + name, Long.toString(process)).start().waitFor();
    }

    private static <T> void all(
            ExecutorService clients, AuthorizerInstances authorizers, java.util.function.IntFunction<Callable<T>> work)
            throws Exception {
        List<Future<T>> running = new ArrayList<>();
        for (int instance = 0; instance < authorizers.count(); instance++) {
            running.add(clients.submit(work.apply(instance)));
        }
        for (Future<T> one : running) {
            one.get();
        }
    }

    private IssuedKey issue(int requests, Duration window) {
        return api.issue(
                stack.adminKey(),
                "{\"name\":\"hot\",\"rate_limit\":{\"requests\":%d,\"window_seconds\":%d}}"
                        .formatted(requests, window.toSeconds()));
    }

    private JsonNode usage(IssuedKey key) {
        return api.get("/v1/keys/" + key.keyId() + "/usage", "x-api-key", stack.adminKey())
                .json();
    }
}
