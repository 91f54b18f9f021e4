package dev.keysmith.core.secret;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.keysmith.core.error.UnavailableException;
import dev.keysmith.core.testing.Race;
import dev.keysmith.core.testing.TestClock;
import dev.keysmith.core.testing.TestSecretSource;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.Test;

class HeldSecretTest {

    private static final Duration MAX_AGE = Duration.ofMinutes(5);
    private static final Duration MAX_STALE = Duration.ofHours(1);
    private static final Duration RETRY = Duration.ofSeconds(1);

    private final TestClock clock = new TestClock();
    private final TestSecretSource source = new TestSecretSource("one");
    private final HeldSecret<String> secret =
            new HeldSecret<>(() -> source.fetch("name"), clock, MAX_AGE, MAX_STALE, RETRY);

    @Test
    void isFetchedOnceWhileYoung() {
        assertThat(secret.get()).isEqualTo("one");
        clock.advance(MAX_AGE.minusMillis(1));
        assertThat(secret.get()).isEqualTo("one");
        assertThat(source.calls()).isEqualTo(1);
    }

    @Test
    void isFetchedAnewAtItsAge() {
        secret.get();
        source.put("two");
        clock.advance(MAX_AGE);
        assertThat(secret.get()).isEqualTo("two");
    }

    @Test
    void anotherThreadFetchesItAnewToo() throws Exception {
        secret.get();
        source.put("two");
        clock.advance(MAX_AGE);
        try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
            assertThat(threads.submit(secret::get).get()).isEqualTo("two");
        }
    }

    @Test
    void servesThroughAnOutageForABoundedTime() {
        secret.get();
        source.cutOff();
        clock.advance(MAX_AGE.plus(MAX_STALE).minusMillis(1));
        assertThat(secret.get()).isEqualTo("one");
        clock.advance(Duration.ofSeconds(2));
        assertThatThrownBy(secret::get).isInstanceOf(UnavailableException.class);
    }

    @Test
    void sourceThatFailsIsAskedAtMostOncePerRetryInterval() {
        secret.get();
        source.cutOff();
        clock.advance(MAX_AGE);
        for (int i = 0; i < 10; i++) {
            assertThat(secret.get()).isEqualTo("one");
        }
        assertThat(source.calls()).isEqualTo(2);
        clock.advance(RETRY);
        secret.get();
        assertThat(source.calls()).isEqualTo(3);
    }

    @Test
    void nothingHeldAndSourceFailingIsUnavailableWithoutHammering() {
        source.cutOff();
        for (int i = 0; i < 10; i++) {
            assertThatThrownBy(secret::get).isInstanceOf(UnavailableException.class);
        }
        assertThat(source.calls()).isEqualTo(1);
        source.restore();
        clock.advance(RETRY);
        assertThat(secret.get()).isEqualTo("one");
    }

    @Test
    void clockSetBackDoesNotProlongItsLife() {
        secret.get();
        source.put("two");
        clock.advance(Duration.ofHours(-2));
        assertThat(secret.get()).isEqualTo("two");
    }

    @Test
    void concurrentFirstUseAsksTheSourceOnce() throws Exception {
        CountDownLatch go = new CountDownLatch(1);
        try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
            List<Future<String>> answers = new ArrayList<>();
            for (int i = 0; i < 50; i++) {
                answers.add(threads.submit(() -> {
                    go.await();
                    return secret.get();
                }));
            }
            go.countDown();
            for (Future<String> answer : answers) {
                assertThat(answer.get()).isEqualTo("one");
            }
        }
        assertThat(source.calls()).isEqualTo(1);
    }

    @Test
    void whoMissesSomethingGetsANewerOneOnlyWhenTheHeldOneIsOldEnough() {
        secret.get();
        source.put("two");
        clock.advance(Duration.ofSeconds(9));
        assertThat(secret.getNotOlderThan(Duration.ofSeconds(10))).isEqualTo("one");
        clock.advance(Duration.ofSeconds(1));
        assertThat(secret.getNotOlderThan(Duration.ofSeconds(10))).isEqualTo("two");
    }

    @Test
    void whoMustNotJudgeByAnOlderOneGetsNoOlderOne() {
        secret.get();
        source.put("two");
        clock.advance(Duration.ofSeconds(10).minusMillis(1));
        assertThat(secret.getFresh(Duration.ofSeconds(10))).isEqualTo("one");
        clock.advance(Duration.ofMillis(1));
        assertThat(secret.getFresh(Duration.ofSeconds(10))).isEqualTo("two");
        assertThat(secret.get()).isEqualTo("two");
        assertThat(source.calls()).isEqualTo(2);
    }

    @Test
    void whoMustNotJudgeByAnOlderOneIsToldOfAnOutageAndAllOthersGoOn() {
        secret.get();
        source.cutOff();
        clock.advance(Duration.ofSeconds(10));
        for (int i = 0; i < 10; i++) {
            assertThatThrownBy(() -> secret.getFresh(Duration.ofSeconds(10))).isInstanceOf(UnavailableException.class);
            assertThat(secret.get()).isEqualTo("one");
        }
        assertThat(source.calls()).isEqualTo(2);

        source.restore();
        clock.advance(RETRY);
        assertThat(secret.getFresh(Duration.ofSeconds(10))).isEqualTo("one");
    }

    @Test
    void manyWhoMustNotJudgeByAnOlderOneAskTheSourceOnce() throws Exception {
        secret.get();
        source.put("two");
        clock.advance(Duration.ofSeconds(10));

        assertThat(Race.run(50, () -> secret.getFresh(Duration.ofSeconds(10)))).containsOnly("two");

        assertThat(source.calls()).isEqualTo(2);
    }
}
