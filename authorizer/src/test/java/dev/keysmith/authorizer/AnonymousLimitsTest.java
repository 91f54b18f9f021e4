package dev.keysmith.authorizer;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.keysmith.core.settings.Settings;
import dev.keysmith.core.testing.Core;
import io.micronaut.core.value.MapPropertyResolver;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Limits of requests without a credential: five a minute for each client, and twelve for all. */
final class AnonymousLimitsTest {

    private static final String ROLES = """
            [{"name":"basic","scopes":["chat:read"],"lifetime":"P7D","rate_limit":{"requests":5,"window_seconds":60}},
             {"name":"admin","scopes":["*"],"lifetime":"P365D"}]""";

    private final Core core = new Core();
    private final AuthorizerHandler handler = handler(Map.of("keysmith.anonymous-ceiling", "12"));

    @Test
    void eachAddressHasTheRolesRate() throws Exception {
        assertThat(admittedOf(9, "192.0.2.1")).isEqualTo(5);
        assertThat(admittedOf(9, "192.0.2.2")).isEqualTo(5);

        core.clock.advance(Duration.ofSeconds(12));
        assertThat(admittedOf(9, "192.0.2.1")).isEqualTo(1);
    }

    @Test
    void refusalIsA429AndSaysWhenToComeBack() throws Exception {
        admittedOf(5, "192.0.2.1");

        assertThat(invoke("192.0.2.1"))
                .contains("\"principalId\":\"anonymous\"")
                .contains("\"usageIdentifierKey\":\"over-limit\"")
                .contains("\"code\":\"rate_limited\"")
                .contains("\"retry_after\":\"12\"");
    }

    @Test
    void contextTellsHowTheClientsRateStands() throws Exception {
        assertThat(invoke("192.0.2.1"))
                .contains("\"rate_requests\":\"5\"")
                .contains("\"rate_window_seconds\":\"60\"")
                .contains("\"rate_remaining\":\"4\"")
                .contains("\"rate_reset_seconds\":\"12\"");
    }

    @Test
    void addressesOfOneIpv6NetworkAreOneClient() throws Exception {
        assertThat(admittedOf(3, "2001:db8:1:2::1")).isEqualTo(3);
        assertThat(admittedOf(3, "2001:db8:1:2:ffff:ffff:ffff:ffff")).isEqualTo(2);
        assertThat(admittedOf(3, "2001:db8:1:3::1")).isEqualTo(3);
    }

    @Test
    void mappedAddressIsItsIpv4Address() throws Exception {
        assertThat(admittedOf(3, "::ffff:192.0.2.1")).isEqualTo(3);
        assertThat(admittedOf(3, "192.0.2.1")).isEqualTo(2);
    }

    @Test
    void allTogetherHaveTheCeilingAndThenNobodyMakesAWrite() throws Exception {
        int admitted = 0;
        for (int client = 1; client <= 20; client++) {
            admitted += admittedOf(1, "192.0.2." + client);
        }
        assertThat(admitted).isEqualTo(12);

        core.calls.take();
        for (int client = 1; client <= 200; client++) {
            assertThat(admittedOf(1, "198.51.100." + client)).isZero();
        }
        assertThat(core.calls.take()).isEmpty();
    }

    @Test
    void clientOverItsRateDoesNotUseTheCeilingUp() throws Exception {
        admittedOf(100, "192.0.2.1");

        assertThat(admittedOf(5, "192.0.2.2")).isEqualTo(5);
    }

    @Test
    void addressInAHeaderIsNotLookedAt() throws Exception {
        // Every event of these tests has the same x-forwarded-for.
        assertThat(admittedOf(6, "192.0.2.1") + admittedOf(6, "192.0.2.2")).isEqualTo(10);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "unknown", "192.0.2.1, 192.0.2.2", "fe80::1%eth0"})
    void withoutAnAddressNobodyIsAdmitted(String address) {
        assertThatThrownBy(() -> invoke(address)).hasMessage("Unauthorized");
    }

    @Test
    void manyClientsAreAHundredByDefault() throws Exception {
        AuthorizerHandler byDefault = handler(Map.of());
        int admitted = 0;
        for (int i = 0; i < 102; i++) {
            for (int j = 0; j < 5; j++) {
                admitted += isAdmitted(byDefault, "10.0.0." + i) ? 1 : 0;
            }
        }
        assertThat(admitted).isEqualTo(500);
    }

    @ParameterizedTest
    @ValueSource(strings = {"0", "-1", "4", "10000001", "many"})
    void ceilingMustBeANumberAndNoLessThanAClientHas(String ceiling) {
        assertThatThrownBy(() -> handler(Map.of("keysmith.anonymous-ceiling", ceiling)))
                .hasMessageContaining("KEYSMITH_ANONYMOUS_CEILING");
    }

    private int admittedOf(int asked, String from) throws Exception {
        int admitted = 0;
        for (int i = 0; i < asked; i++) {
            admitted += isAdmitted(handler, from) ? 1 : 0;
        }
        return admitted;
    }

    private static boolean isAdmitted(AuthorizerHandler by, String from) throws Exception {
        return invoke(by, from).contains("within-limits");
    }

    private String invoke(String from) throws Exception {
        return invoke(handler, from);
    }

    private static String invoke(AuthorizerHandler by, String from) throws Exception {
        String event = Events.rest("GET", "/chat/{room}", "/chat/7", "\"x-forwarded-for\":[\"203.0.113.9\"]")
                .replace("\"sourceIp\":\"192.0.2.1\"", "\"sourceIp\":\"" + from + "\"");
        ByteArrayOutputStream output = new ByteArrayOutputStream();
        by.handleRequest(Events.stream(event), output, new TestContext());
        return output.toString(StandardCharsets.UTF_8);
    }

    private AuthorizerHandler handler(Map<String, Object> overrides) {
        Map<String, Object> properties = new HashMap<>(Map.of(
                "keysmith.routes", "GET /chat/{room} chat:read",
                "keysmith.usage-key", "within-limits-of-the-plan",
                "keysmith.anonymous-role", "basic",
                "keysmith.roles", ROLES));
        properties.putAll(overrides);
        Settings settings = new Settings(new MapPropertyResolver(properties));
        return TestAuthorizers.handler(core, settings);
    }
}
