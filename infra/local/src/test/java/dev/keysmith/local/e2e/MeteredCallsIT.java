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
    private SharedStack.Handle handle;

    private Api start(String mode) {
        handle = SharedStack.start(SharedStack.settings(data)
                .withFunctionEndpoints(this::counted)
                // Long, so that a slow machine needs no more writes.
                .withFunctionEnvironment(Map.of("KEYSMITH_METERING", mode, "KEYSMITH_LEASE_LENGTH", "PT1M")));
        return handle.api();
    }

    @AfterEach
    void stop() {
        handle.close();
        counters.forEach(AwsCallCounter::close);
    }

    @Test
    void strictlyEachDecisionIsOneReadAndOneWriteAndARefusalIsRemembered() {
        Api api = start("strict");
        IssuedKey key = limited(api, 10);
        counters.forEach(AwsCallCounter::reset);

        for (int i = 0; i < 10; i++) {
            assertThat(api.me(key.key()).status()).isEqualTo(200);
        }
        assertThat(dynamoDb().count("GetItem", KEYS)).isEqualTo(10);
        assertThat(dynamoDb().count("UpdateItem", STATE)).isEqualTo(10);

        for (int i = 0; i < 10; i++) {
            assertThat(api.me(key.key()).status()).isEqualTo(429);
        }
        assertThat(dynamoDb().count("GetItem", KEYS)).isEqualTo(20);
        assertThat(dynamoDb().count("UpdateItem", STATE)).isEqualTo(11);
        assertThat(allCalls()).isEqualTo(31);
    }

    @Test
    void leasesTakeFarFewerWritesThanRequests() {
        Api api = start("leased");
        IssuedKey key = limited(api, 100_000);
        counters.forEach(AwsCallCounter::reset);

        for (int i = 0; i < REQUESTS; i++) {
            assertThat(api.me(key.key()).status()).isEqualTo(200);
        }

        assertThat(dynamoDb().count("GetItem", KEYS)).isEqualTo(REQUESTS);
        assertThat(dynamoDb().count("UpdateItem", STATE)).isBetween(1L, REQUESTS / 4L);
        assertThat(allCalls()).isEqualTo(REQUESTS + dynamoDb().count("UpdateItem", STATE));
    }

    /** Both the authorizer and the function behind it hold their secret from then on. */
    private IssuedKey limited(Api api, int requests) {
        api.me(handle.adminKey());
        return api.issue(
                handle.adminKey(),
                "{\"name\":\"limited\",\"rate_limit\":{\"requests\":" + requests + ",\"window_seconds\":3600}}");
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
