package dev.keysmith.local.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import dev.keysmith.local.aws.AwsEndpoints;
import dev.keysmith.local.awscalls.AwsCallCounter;
import dev.keysmith.local.e2e.Api.IssuedKey;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
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
    private final List<AwsCallCounter> counters = new ArrayList<>();

    private SharedStack.Handle start(String mode) {
        return SharedStack.start(SharedStack.settings(data)
                .withFunctionEndpoints(this::counted)
                // Long, so that a slow machine needs no more writes.
                .withFunctionEnvironment(Map.of("KEYSMITH_METERING", mode, "KEYSMITH_LEASE_LENGTH", "PT1M")));
    }

    @AfterEach
    void stop() {
        counters.forEach(AwsCallCounter::close);
    }

    @Test
    void strictlyEachDecisionIsOneReadAndOneWriteAndARefusalIsRemembered() {
        try (SharedStack.Handle stack = start("strict")) {
            String key = limited(stack, 10);

            use(stack, key, 10, 200);
            assertThat(dynamoDb().count("GetItem", KEYS)).isEqualTo(10);
            assertThat(dynamoDb().count("UpdateItem", STATE)).isEqualTo(10);

            use(stack, key, 10, 429);
            assertThat(dynamoDb().count("GetItem", KEYS)).isEqualTo(20);
            assertThat(dynamoDb().count("UpdateItem", STATE)).isEqualTo(11);
            assertThat(allCalls()).isEqualTo(31);
        }
    }

    @Test
    void leasesTakeFarFewerWritesThanRequests() {
        try (SharedStack.Handle stack = start("leased")) {
            String key = limited(stack, 100_000);

            use(stack, key, REQUESTS, 200);

            long writes = dynamoDb().count("UpdateItem", STATE);
            assertThat(dynamoDb().count("GetItem", KEYS)).isEqualTo(REQUESTS);
            assertThat(writes).isBetween(1L, REQUESTS / 4L);
            assertThat(allCalls()).isEqualTo(REQUESTS + writes);
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
        counters.forEach(AwsCallCounter::reset);
        return key.key();
    }

    private static void use(SharedStack.Handle stack, String key, int times, int status) {
        for (int i = 0; i < times; i++) {
            assertThat(stack.api().me(key).status()).isEqualTo(status);
        }
    }

    private AwsCallCounter dynamoDb() {
        return counters.getFirst();
    }

    private long allCalls() {
        return counters.stream().mapToLong(counter -> counter.calls().size()).sum();
    }

    private AwsEndpoints counted(AwsEndpoints endpoints) {
        try {
            counters.add(AwsCallCounter.inFrontOf(endpoints.dynamoDb()));
            counters.add(AwsCallCounter.inFrontOf(endpoints.secretsManager()));
            return new AwsEndpoints(counters.get(0).endpoint(), counters.get(1).endpoint());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
