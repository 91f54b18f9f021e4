package dev.keysmith.authorizer;

import static org.assertj.core.api.Assertions.assertThat;

import dev.keysmith.core.key.OwnKey;
import dev.keysmith.core.meter.MeterId;
import dev.keysmith.core.settings.Settings;
import dev.keysmith.core.testing.Asked;
import dev.keysmith.core.testing.Core;
import io.micronaut.core.value.MapPropertyResolver;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** What one key costs that four authorizers are asked for, 200 times a second together, by their clock. */
final class SteadyHotKeyTest {

    private static final int INSTANCES = 4;
    private static final int PER_SECOND = 200;
    private static final int SECONDS = 20;

    private final Core core = new Core();

    @Test
    void leasesCostAFewWritesInAHundredRequestsAndOneReadEach() throws Exception {
        OwnKey key = core.issue(
                        core.admin(),
                        Asked.forKey().scopes("chat:read").rate(15_000, 60).build())
                .key();
        List<AuthorizerHandler> authorizers = new ArrayList<>();
        for (int i = 0; i < INSTANCES; i++) {
            authorizers.add(authorizer());
        }
        int requests = PER_SECOND * SECONDS;
        core.calls.take();
        for (int i = 0; i < requests; i++) {
            core.clock.advance(Duration.ofSeconds(1).dividedBy(PER_SECOND));
            assertThat(ask(authorizers.get(i % INSTANCES), key)).contains("within-limits-of-the-plan");
        }

        List<String> calls = core.calls.take();
        double reads = (double) calls.stream().filter("GetItem"::equals).count() / requests;
        double writes = (double) calls.stream().filter("UpdateItem"::equals).count() / requests;
        long charged = core.meters.find(MeterId.of(key.keyId())).orElseThrow().charged();
        System.out.printf(
                "SteadyHotKeyTest: %d requests at %d a second on %d instances: %.3f reads and %.4f writes a request, %d charged%n",
                requests, PER_SECOND, INSTANCES, reads, writes, charged);
        assertThat(reads).isLessThanOrEqualTo(1.0);
        assertThat(writes).isBetween(1.0 / requests, 0.05);
        assertThat(calls).allMatch(call -> call.equals("GetItem") || call.equals("UpdateItem"));
        assertThat(charged).isGreaterThanOrEqualTo(requests);
    }

    private static String ask(AuthorizerHandler authorizer, OwnKey key) throws Exception {
        ByteArrayOutputStream output = new ByteArrayOutputStream();
        String event = Events.rest("GET", "/v1/chat", "/v1/chat", "\"x-api-key\":[\"" + key.reveal() + "\"]");
        authorizer.handleRequest(Events.stream(event), output, new TestContext());
        return output.toString(StandardCharsets.UTF_8);
    }

    private AuthorizerHandler authorizer() {
        Settings settings = new Settings(new MapPropertyResolver(Map.of(
                "keysmith.routes", "GET /v1/chat chat:read", "keysmith.usage-key", "within-limits-of-the-plan")));
        return TestAuthorizers.handler(core, settings);
    }
}
