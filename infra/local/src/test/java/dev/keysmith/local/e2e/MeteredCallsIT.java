package dev.keysmith.local.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import dev.keysmith.local.e2e.Api.IssuedKey;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** What counting costs a decision, on the wire: a write at most, beside its one read. */
@Timeout(240)
class MeteredCallsIT {

    private static final String KEYS = "keysmith-keys";
    private static final String STATE = "keysmith-state";
    private static final int REQUESTS = 200;

    private @TempDir Path data;
    private final CountedCalls calls = new CountedCalls();

    private SharedStack.Handle start(String mode) {
        return SharedStack.start(SharedStack.settings(data)
                .withFunctionEndpoints(calls::inFrontOf)
                // Long, so that a slow machine needs no more writes.
                .withFunctionEnvironment(Map.of("KEYSMITH_METERING", mode, "KEYSMITH_LEASE_LENGTH", "PT1M")));
    }

    @AfterEach
    void stop() {
        calls.close();
    }

    @Test
    void strictlyEachDecisionIsOneReadAndOneWriteAndARefusalIsRemembered() {
        try (SharedStack.Handle stack = start("strict")) {
            String key = limited(stack, 10);

            use(stack, key, 10, 200);
            assertThat(calls.count("GetItem", KEYS)).isEqualTo(10);
            assertThat(calls.count("UpdateItem", STATE)).isEqualTo(10);

            use(stack, key, 10, 429);
            assertThat(calls.count("GetItem", KEYS)).isEqualTo(20);
            assertThat(calls.count("UpdateItem", STATE)).isEqualTo(11);
            assertThat(calls.all()).isEqualTo(31);
        }
    }

    @Test
    void leasesTakeFarFewerWritesThanRequests() {
        try (SharedStack.Handle stack = start("leased")) {
            String key = limited(stack, 100_000);

            use(stack, key, REQUESTS, 200);

            long writes = calls.count("UpdateItem", STATE);
            assertThat(calls.count("GetItem", KEYS)).isEqualTo(REQUESTS);
            assertThat(writes).isBetween(1L, REQUESTS / 4L);
            assertThat(calls.all()).isEqualTo(REQUESTS + writes);
        }
    }

    /** A key of this many requests an hour. The functions hold their secret from then on, and calls are counted. */
    private String limited(SharedStack.Handle stack, int requests) {
        stack.api().me(stack.adminKey());
        IssuedKey key = stack.api()
                .issue(
                        stack.adminKey(),
                        "{\"name\":\"limited\",\"rate_limit\":{\"requests\":" + requests
                                + ",\"window_seconds\":3600}}");
        calls.reset();
        return key.key();
    }

    private static void use(SharedStack.Handle stack, String key, int times, int status) {
        for (int i = 0; i < times; i++) {
            assertThat(stack.api().me(key).status()).isEqualTo(status);
        }
    }
}
