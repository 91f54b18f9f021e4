package dev.keysmith.local.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import dev.keysmith.local.e2e.Api.IssuedKey;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicLong;

/**
 * Clients that issue keys, mint tokens and use both, old and new ones, until it is closed. Whatever is refused after their first
 * rounds is a failure.
 */
final class SteadyUse implements AutoCloseable {

    private static final int CLIENTS = 3;
    private static final int WARM_UP_ROUNDS = 4 * CLIENTS;

    private final Api api;
    private final String admin;
    private final AtomicBoolean over = new AtomicBoolean();
    private final AtomicLong rounds = new AtomicLong();
    private final List<String> failures = new CopyOnWriteArrayList<>();
    private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();
    private final List<Future<?>> clients = new ArrayList<>();

    SteadyUse(Api api, String admin) {
        this.api = api;
        this.admin = admin;
        IssuedKey old = api.issue(admin, "{\"name\":\"old\"}");
        String oldToken = api.token(old.key());
        for (int i = 0; i < CLIENTS; i++) {
            clients.add(threads.submit(() -> {
                while (!over.get()) {
                    try {
                        oneRound(old.key(), oldToken);
                    } catch (AssertionError | RuntimeException e) {
                        failures.add(String.valueOf(e.getMessage()));
                    }
                }
            }));
        }
    }

    /** Returns when the functions' processes run; what failed until then does not count. */
    void warmUp() {
        RotatedStack.await(() -> rounds.get() >= WARM_UP_ROUNDS);
        // The first calls start the functions' processes: on a busy machine the gateway may not wait for them.
        failures.clear();
    }

    void assertNothingFailed() {
        assertThat(failures).isEmpty();
        assertThat(rounds.get()).isGreaterThan(WARM_UP_ROUNDS);
    }

    @Override
    public void close() {
        over.set(true);
        threads.close();
        System.out.println("SteadyUse: " + rounds + " rounds");
        assertThat(failures).isEmpty();
    }

    private void oneRound(String oldKey, String oldToken) {
        IssuedKey fresh = api.issue(admin, "{\"name\":\"fresh\"}");
        String token = api.token(fresh.key());
        for (String key : List.of(fresh.key(), oldKey)) {
            Api.Answer answer = api.me(key);
            assertThat(answer.status()).as(answer.body()).isEqualTo(200);
        }
        for (String jwt : List.of(token, oldToken)) {
            Api.Answer answer = api.get("/v1/me", "authorization", "Bearer " + jwt);
            assertThat(answer.status()).as(answer.body()).isEqualTo(200);
        }
        String rotated = api.rotate(admin, fresh.keyId(), "").json().path("key").asText();
        assertThat(api.me(rotated).status()).as("a rotated key's use").isEqualTo(200);
        rounds.incrementAndGet();
    }
}
