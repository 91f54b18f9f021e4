package dev.keysmith.local;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.keysmith.blueprint.ScheduleSpec;
import dev.keysmith.local.lambda.InvocationResult;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(value = 60, unit = TimeUnit.SECONDS)
final class SchedulesTest {

    private static final InvocationResult DONE = new InvocationResult.Success(new byte[0]);
    private static final ScheduleSpec SCHEDULE =
            new ScheduleSpec("often", "task", Duration.ofMillis(1), "{\"task\":\"expire\"}");

    @Test
    void functionIsInvokedAgainAndAgainAlsoAfterAFailure() throws Exception {
        CountDownLatch times = new CountDownLatch(5);
        try (Schedules ignored = new Schedules(List.of(SCHEDULE), (function, event) -> {
            assertThat(function).isEqualTo("task");
            assertThat(new String(event, UTF_8)).isEqualTo("{\"task\":\"expire\"}");
            times.countDown();
            return times.getCount() % 2 == 0 ? new InvocationResult.Failed("on purpose") : DONE;
        })) {
            times.await();
        }
    }

    @Test
    void oneScheduleNeverRunsTwiceAtATimeAndDoesNotHoldUpAnother() throws Exception {
        AtomicInteger running = new AtomicInteger();
        AtomicInteger most = new AtomicInteger();
        CountDownLatch others = new CountDownLatch(20);
        CountDownLatch free = new CountDownLatch(1);
        ScheduleSpec slow = new ScheduleSpec("slow", "slow", Duration.ofMillis(1), "{}");
        try (Schedules ignored = new Schedules(List.of(slow, SCHEDULE), (function, event) -> {
            if (function.equals("slow")) {
                most.accumulateAndGet(running.incrementAndGet(), Math::max);
                await(free);
                running.decrementAndGet();
            } else {
                others.countDown();
            }
            return DONE;
        })) {
            others.await();
            free.countDown();
        }

        assertThat(most).hasValue(1);
    }

    @Test
    void closingEndsTheWaitForAnInvocation() throws Exception {
        CountDownLatch first = new CountDownLatch(1);
        AtomicBoolean ended = new AtomicBoolean();
        Schedules schedules = new Schedules(List.of(SCHEDULE), (function, event) -> {
            first.countDown();
            await(new CountDownLatch(1));
            ended.set(true);
            return DONE;
        });
        first.await();

        schedules.close();

        assertThat(ended).isTrue();
    }

    private static void await(CountDownLatch latch) {
        try {
            latch.await();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
