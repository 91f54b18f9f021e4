package dev.keysmith.authorizer;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.keysmith.core.key.ApiKey;
import dev.keysmith.core.settings.SettingException;
import dev.keysmith.core.settings.Settings;
import dev.keysmith.core.testing.Core;
import dev.keysmith.core.testing.Forged;
import dev.keysmith.core.time.Clocks;
import io.micronaut.core.value.MapPropertyResolver;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What the authorizer counts, and when it says so. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class MetricsTest {

    private static final Duration INTERVAL = Duration.ofSeconds(10);
    private static final String ROUTES = "GET /v1/me\nGET /v1/keys keys:read";

    private final Core core = new Core();
    private final ApiKey admin = core.firstAdminKey.issue();
    private final ApiKey weak = core.issue(core.principal(admin), "acme", "chat:read");
    private long monotonicNanos;

    @Test
    void firstDecisionWritesALineAndThenOneComesInTenSeconds() throws Exception {
        Instance instance = new Instance(Map.of());
        instance.ask("/v1/me", admin.reveal());
        assertThat(instance.lines()).hasSize(1);

        for (int i = 0; i < 9; i++) {
            instance.ask("/v1/me", admin.reveal());
            pass(Duration.ofSeconds(1));
        }
        assertThat(instance.lines()).isEmpty();
        pass(Duration.ofSeconds(1));
        instance.ask("/v1/me", admin.reveal());

        EmbeddedMetrics line = instance.line();
        assertThat(line.namespace()).isEqualTo("Keysmith");
        assertThat(line.dimensions()).containsOnly(Map.entry("FunctionName", "authorizer"));
        assertThat(line.sum("allowed")).isEqualTo(10);
        assertThat(line.values().get("decision_time")).hasSize(10);
        assertThat(line.units()).containsEntry("allowed", "Count").containsEntry("decision_time", "Milliseconds");
    }

    @Test
    void outcomesAreCountedByTheirCodes() throws Exception {
        Instance instance = new Instance(Map.of());
        instance.ask("/v1/me", admin.reveal());
        instance.lines();
        instance.ask("/v1/me", "nonsense");
        instance.ask("/v1/me", Forged.underId(weak, core.mint.newKeyId()));
        instance.ask("/v1/me", Forged.underId(weak, admin.keyId()));
        instance.ask("/v1/me", Forged.underId(weak, admin.keyId()));
        instance.ask("/v1/keys", weak.reveal());
        instance.handle("{}");
        pass(INTERVAL);
        instance.ask("/v1/me", admin.reveal());

        EmbeddedMetrics line = instance.line();
        assertThat(line.sum("allowed")).isEqualTo(1);
        assertThat(line.sum("credential_malformed")).isEqualTo(1);
        assertThat(line.sum("key_unknown")).isEqualTo(3);
        assertThat(line.sum("wrong_secret")).isEqualTo(2);
        assertThat(line.sum("record_hit")).isEqualTo(1);
        assertThat(line.sum("scope_insufficient")).isEqualTo(1);
        assertThat(line.sum("failure")).isEqualTo(1);
        assertThat(line.values().get("decision_time")).hasSize(7);
    }

    @Test
    void recordsFromMemoryAreCounted() throws Exception {
        Instance instance = new Instance(Map.of("keysmith.max-staleness", "PT30S"));
        instance.ask("/v1/me", admin.reveal());
        assertThat(instance.line().sum("record_hit")).isZero();
        instance.ask("/v1/me", admin.reveal());
        instance.ask("/v1/me", admin.reveal());
        pass(INTERVAL);
        instance.ask("/v1/me", admin.reveal());

        assertThat(instance.line().sum("record_hit")).isEqualTo(3);
    }

    @Test
    void lineComesAlsoWhenItIsFullAndNeverHoldsMore() throws Exception {
        Instance instance = new Instance(Map.of());
        instance.ask("/v1/me", "nonsense");
        assertThat(instance.lines()).hasSize(1);

        for (int i = 0; i < 250; i++) {
            instance.ask("/v1/me", "nonsense");
        }

        List<EmbeddedMetrics> lines =
                instance.lines().stream().map(EmbeddedMetrics::parse).toList();
        assertThat(lines)
                .hasSize(2)
                .allSatisfy(line -> assertThat(line.sum("credential_malformed")).isEqualTo(100));
    }

    @Test
    void leasesAreShownByTheirSizes() throws Exception {
        Instance instance = new Instance(Map.of());
        instance.metrics.leased(20);
        instance.metrics.leased(7);
        instance.ask("/v1/me", admin.reveal());

        assertThat(instance.line().values().get("lease_size"))
                .extracting(Number::intValue)
                .as("those, and the decision's own")
                .containsExactly(20, 7, 1);
    }

    @Test
    void instanceThatWasFrozenWritesWithItsNextDecision() throws Exception {
        Instance instance = new Instance(Map.of());
        instance.ask("/v1/me", admin.reveal());
        instance.lines();

        core.clock.advance(Duration.ofMinutes(5));
        instance.ask("/v1/me", admin.reveal());

        assertThat(instance.line().sum("allowed")).isEqualTo(1);
    }

    @Test
    void linesSayNothingOfWhoAsksAndFromWhere() throws Exception {
        Instance instance = new Instance(Map.of());
        instance.ask("/v1/me", weak.reveal());

        assertThat(instance.lines().getFirst())
                .doesNotContain(weak.keyId().value(), "acme", "192.0.2.", "203.0.113.", "/v1/me", "ks_live_");
    }

    @Test
    void lineThatCannotBeWrittenChangesNoDecisionAndIsCounted() throws Exception {
        Instance instance = new Instance(Map.of());
        instance.context.losesMetrics = true;
        assertThat(instance.ask("/v1/me", admin.reveal())).contains("Allow");
        assertThat(instance.ask("/v1/me", "nonsense")).isEqualTo("Unauthorized");

        instance.context.losesMetrics = false;
        pass(INTERVAL);
        instance.ask("/v1/me", admin.reveal());

        EmbeddedMetrics line = instance.line();
        assertThat(line.sum("lost_line")).isEqualTo(1);
        assertThat(line.sum("allowed")).isEqualTo(1);
    }

    @Test
    void namespaceIsChosen() throws Exception {
        Instance instance = new Instance(Map.of("keysmith.metrics-namespace", "Acme/Keys"));
        instance.ask("/v1/me", admin.reveal());

        assertThat(instance.line().namespace()).isEqualTo("Acme/Keys");
    }

    @ParameterizedTest
    @ValueSource(strings = {"", " ", "AWS/Lambda", ":keys", "a b", "a\"b"})
    void namespaceThatCloudWatchDoesNotTakeIsNamed(String namespace) {
        Map<String, Object> properties = Map.of("keysmith.metrics-namespace", namespace);

        assertThatThrownBy(() -> new Instance(properties))
                .isInstanceOf(SettingException.class)
                .hasMessageContaining("KEYSMITH_METRICS_NAMESPACE");
    }

    private void pass(Duration time) {
        core.clock.advance(time);
        monotonicNanos += time.toNanos();
    }

    /** One instance of the authorizer. */
    private final class Instance {

        private final TestContext context = new TestContext();
        private final Metrics metrics;
        private final AuthorizerHandler handler;

        Instance(Map<String, Object> overrides) {
            Map<String, Object> properties =
                    new HashMap<>(Map.of("keysmith.routes", ROUTES, "keysmith.usage-key", "within-limits"));
            properties.putAll(overrides);
            Settings settings = new Settings(new MapPropertyResolver(properties));
            Clocks clocks = new Clocks(core.clock, () -> monotonicNanos);
            metrics = new Metrics(settings, clocks);
            handler = TestAuthorizers.handler(
                    core, settings, core.verifier(new KeptRecords(core.keys, clocks, settings, metrics)), metrics);
        }

        /** What it answers, or the error's message. */
        String ask(String resource, String key) throws Exception {
            return handle(Events.rest("GET", resource, resource, "\"x-api-key\":[\"" + key + "\"]"));
        }

        String handle(String event) throws Exception {
            ByteArrayOutputStream output = new ByteArrayOutputStream();
            try {
                handler.handleRequest(Events.stream(event), output, context);
            } catch (UnauthorizedException | AuthorizerFailureException e) {
                return String.valueOf(e.getMessage());
            }
            return output.toString(StandardCharsets.UTF_8);
        }

        /** The lines since the last time it was asked. */
        List<String> lines() {
            List<String> lines = List.copyOf(context.metrics);
            context.metrics.clear();
            return lines;
        }

        /** The one line since then. */
        EmbeddedMetrics line() {
            List<String> lines = lines();
            assertThat(lines).hasSize(1);
            return EmbeddedMetrics.parse(lines.getFirst());
        }
    }
}
