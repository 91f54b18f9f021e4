package dev.keysmith.local.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import dev.keysmith.local.e2e.Api.Answer;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.LongAdder;

/**
 * Clients side by side, each of which issues a key, uses it, revokes it and uses it again, over and over. A client asserts what
 * must hold for each of its own answers; what only the whole shows is asserted by the test.
 */
final class Load {

    private final Api api;
    private final String admin;
    private final String owner;
    private final AtomicInteger serverErrors = new AtomicInteger();
    private final Map<Integer, LongAdder> answersByStatus = new ConcurrentHashMap<>();
    private final Set<String> issued = ConcurrentHashMap.newKeySet();
    private final Set<String> revoked = ConcurrentHashMap.newKeySet();

    Load(Api api, String admin, String owner) {
        this.api = api;
        this.admin = admin;
        this.owner = owner;
    }

    /** Runs so many clients for this long, and meanwhile something else; rethrows what any of them found. */
    void run(int clients, Duration duration, Runnable meanwhile) throws InterruptedException {
        long end = System.nanoTime() + duration.toNanos();
        List<Future<?>> running = new ArrayList<>();
        try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
            for (int i = 0; i < clients; i++) {
                running.add(threads.submit(() -> {
                    while (System.nanoTime() < end) {
                        oneLife();
                    }
                }));
            }
            meanwhile.run();
        }
        for (Future<?> client : running) {
            try {
                client.get();
            } catch (ExecutionException e) {
                throw new AssertionError("a client found a broken promise", e.getCause());
            }
        }
    }

    /** How many answers were 5xx. */
    int serverErrors() {
        return serverErrors.get();
    }

    /** The ids of the keys whose issue was answered with 201. */
    Set<String> issued() {
        return issued;
    }

    /** The ids of the keys whose revocation was answered with 200. */
    Set<String> revoked() {
        return revoked;
    }

    @Override
    public String toString() {
        return "answers by status " + answersByStatus + ", keys issued " + issued.size() + ", revoked "
                + revoked.size();
    }

    private void oneLife() {
        Answer answer = counted(api.issueAnswer(admin, "{\"name\":\"load\",\"owner\":\"" + owner + "\"}"));
        if (answer.status() >= 500) {
            return;
        }
        assertThat(answer.status()).as(answer.body()).isEqualTo(201);
        String keyId = answer.json().get("key_id").asText();
        String key = answer.json().get("key").asText();
        assertThat(issued.add(keyId)).as("key id %s came twice", keyId).isTrue();

        for (int i = 0; i < 2; i++) {
            assertStatus(counted(api.me(key)), 200);
        }
        if (assertStatus(counted(api.revoke(admin, keyId)), 200)) {
            revoked.add(keyId);
            assertStatus(counted(api.me(key)), 401);
        }
    }

    /** Whether the answer is what it must be; an answer of 5xx says nothing. */
    private static boolean assertStatus(Answer answer, int expected) {
        if (answer.status() >= 500) {
            return false;
        }
        assertThat(answer.status()).as(answer.body()).isEqualTo(expected);
        return true;
    }

    private Answer counted(Answer answer) {
        answersByStatus
                .computeIfAbsent(answer.status(), ignored -> new LongAdder())
                .increment();
        if (answer.status() >= 500) {
            serverErrors.incrementAndGet();
        }
        return answer;
    }
}
