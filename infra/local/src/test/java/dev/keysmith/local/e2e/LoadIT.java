package dev.keysmith.local.e2e;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;

import dev.keysmith.local.LocalStack;
import dev.keysmith.local.aws.LocalAws;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;

/** Many clients at once, and functions that are killed under them. */
@ExtendWith(SharedStack.class)
class LoadIT {

    private static final int CLIENTS = 200;

    private final LocalStack stack;
    private final Api api;

    LoadIT(SharedStack.Handle handle) {
        this.stack = handle.stack();
        this.api = handle.api();
    }

    @Test
    void noKeyIsLostOrDoubledAndNoUseIsAcceptedAfterItsRevoke() throws Exception {
        new Load(api, stack.adminKey(), "warm-up").run(8, Scale.warmUp(), () -> {});
        Load load = new Load(api, stack.adminKey(), "load");

        load.run(CLIENTS, Scale.load(), () -> {});

        System.out.println("LoadIT: " + CLIENTS + " clients for " + Scale.load() + ": " + load);
        assertThat(load.serverErrors()).isZero();
        assertThat(load.issued()).isNotEmpty();
        assertThat(keysOf("load", "active")).isEqualTo(difference(load.issued(), load.revoked()));
        assertThat(keysOf("load", "revoked")).isEqualTo(load.revoked());
    }

    @Test
    void killedFunctionFailsOnlyWhatWasInFlightOnIt() throws Exception {
        Load load = new Load(api, stack.adminKey(), "kills");
        List<String> kills = new ArrayList<>();
        long seed = System.nanoTime();

        load.run(CLIENTS / 4, Scale.load(), () -> killAtRandom(new Random(seed), kills));

        System.out.println("LoadIT: seed " + seed + ", killed " + kills + ": " + load);
        assertThat(kills).hasSize(Scale.kills());
        // An instance has one request at a time.
        assertThat(load.serverErrors()).isLessThanOrEqualTo(kills.size());
        assertThat(keysOf("kills", "revoked")).containsAll(load.revoked());
        Load after = new Load(api, stack.adminKey(), "after-kills");
        after.run(10, java.time.Duration.ofSeconds(2), () -> {});
        assertThat(after.serverErrors()).isZero();
        assertThat(after.issued()).isNotEmpty();
    }

    private void killAtRandom(Random random, List<String> kills) {
        long pause = Scale.load().toMillis() / (Scale.kills() + 1);
        for (int i = 0; i < Scale.kills(); i++) {
            try {
                // Spread over the load's time; nothing is waited for here.
                Thread.sleep(pause);
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                return;
            }
            List<Map.Entry<String, Long>> victims = stack.processIds().entrySet().stream()
                    .flatMap(function -> function.getValue().stream().map(pid -> Map.entry(function.getKey(), pid)))
                    .toList();
            Map.Entry<String, Long> victim = victims.get(random.nextInt(victims.size()));
            ProcessHandle.of(victim.getValue()).ifPresent(process -> {
                process.destroyForcibly();
                kills.add(victim.getKey());
            });
        }
    }

    private Set<String> keysOf(String owner, String status) {
        try (DynamoDbClient client = LocalAws.dynamoDb(stack.dynamoDb().endpoint())) {
            Set<String> keyIds = new HashSet<>();
            client.scanPaginator(scan -> scan.tableName("keysmith-keys")
                            .consistentRead(true)
                            .filterExpression("#owner = :owner AND #status = :status")
                            .expressionAttributeNames(Map.of("#owner", "owner", "#status", "status"))
                            .expressionAttributeValues(Map.of(
                                    ":owner", AttributeValue.fromS(owner), ":status", AttributeValue.fromS(status))))
                    .items()
                    .forEach(item ->
                            keyIds.add(requireNonNull(item.get("key_id")).s()));
            return keyIds;
        }
    }

    private static Set<String> difference(Set<String> all, Set<String> without) {
        Set<String> rest = new HashSet<>(all);
        rest.removeAll(without);
        return rest;
    }
}
