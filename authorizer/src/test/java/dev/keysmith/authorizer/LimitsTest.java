package dev.keysmith.authorizer;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.keysmith.core.credential.Principal;
import dev.keysmith.core.issuing.IssueResult;
import dev.keysmith.core.key.OwnKey;
import dev.keysmith.core.meter.MeterId;
import dev.keysmith.core.meter.MeterState;
import dev.keysmith.core.rotating.RotateKeyCommand;
import dev.keysmith.core.settings.Settings;
import dev.keysmith.core.testing.Asked;
import dev.keysmith.core.testing.Core;
import io.micronaut.core.value.MapPropertyResolver;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What the authorizer makes of limits. Each request is a write here, so that the limits show exactly. */
final class LimitsTest {

    private static final String ROUTES = "GET /v1/chat chat:read\nGET /v1/keys keys:read";
    private static final String WITHIN = "within-limits-of-the-plan";

    private final Core core = new Core();
    private final Principal admin = core.admin();
    private final TestContext context = new TestContext();
    private final AuthorizerHandler handler = handler(Map.of("keysmith.metering", "strict"));

    @Test
    void contextTellsHowTheLimitsStand() throws Exception {
        OwnKey key = issue(3, 60);

        assertThat(rest(handler, key))
                .contains("\"usageIdentifierKey\":\"" + WITHIN + "\"")
                .contains("\"rate_requests\":\"3\"")
                .contains("\"rate_window_seconds\":\"60\"")
                .contains("\"rate_remaining\":\"2\"")
                .contains("\"rate_reset_seconds\":\"20\"")
                .doesNotContain("quota");
    }

    @Test
    void keyWithoutLimitsIsToldOfNone() throws Exception {
        OwnKey key = core.issue(
                        admin, Asked.forKey().role("admin").scopes("chat:read").build())
                .key();

        assertThat(rest(handler, key))
                .contains("\"Effect\":\"Allow\"")
                .doesNotContain("rate_")
                .doesNotContain("quota");
        assertThat(meter(key).charged()).isEqualTo(1);
    }

    @Test
    void restRequestOverTheRateIsAllowedWithAUsageKeyThatDoesNotExist() throws Exception {
        OwnKey key = issue(3, 60);
        for (int i = 0; i < 3; i++) {
            assertThat(rest(handler, key)).contains(WITHIN);
        }

        assertThat(rest(handler, key))
                .contains("\"principalId\":\"" + id(key) + "\"")
                .contains("\"Effect\":\"Allow\"")
                .contains("\"usageIdentifierKey\":\"over-limit\"")
                .contains("\"context\":{\"")
                .contains("\"code\":\"rate_limited\"")
                .contains("\"retry_after\":\"20\"")
                .doesNotContain(WITHIN);
        assertThat(meter(key).charged()).isEqualTo(3);
    }

    @Test
    void requestIsAdmittedAgainAfterTheTimeThatTheRefusalNamed() throws Exception {
        OwnKey key = issue(1, 60);
        rest(handler, key);
        assertThat(rest(handler, key)).contains("\"retry_after\":\"60\"");

        core.clock.advance(Duration.ofMillis(59_999));
        assertThat(rest(handler, key)).contains("\"retry_after\":\"1\"");
        core.clock.advance(Duration.ofMillis(1));
        assertThat(rest(handler, key)).contains(WITHIN);
    }

    @Test
    void httpRequestOverTheRateIsNotAuthorized() throws Exception {
        OwnKey key = issue(1, 60);
        assertThat(http(handler, key)).contains("\"isAuthorized\":true");

        assertThat(http(handler, key)).contains("\"isAuthorized\":false").contains("\"code\":\"rate_limited\"");
    }

    @Test
    void deploymentMayChooseToDeny() throws Exception {
        AuthorizerHandler denying = handler(Map.of("keysmith.metering", "strict", "keysmith.limit-refusal", "deny"));
        OwnKey key = issue(1, 60);
        assertThat(rest(denying, key)).contains("\"Effect\":\"Allow\"");

        assertThat(rest(denying, key)).contains("\"Effect\":\"Deny\"").contains("\"code\":\"rate_limited\"");
    }

    @Test
    void usageKeyOfARefusalIsTooShortToExist() throws Exception {
        OwnKey key = issue(1, 60);
        rest(handler, key);

        String named = rest(handler, key).replaceAll(".*\"usageIdentifierKey\":\"([^\"]*)\".*", "$1");

        // https://docs.aws.amazon.com/apigateway/latest/developerguide/api-gateway-api-key-file-format.html: 20 to 128
        // characters
        assertThat(named).hasSizeLessThan(20);
    }

    @Test
    void whatTheRouteRefusesIsNotCharged() throws Exception {
        OwnKey key = issue(3, 60);

        assertThat(invoke(handler, Events.rest("GET", "/v1/keys", "/v1/keys", apiKey(key))))
                .contains("scope_insufficient");

        assertThat(core.meters.find(MeterId.of(key.keyId()))).isEmpty();
    }

    @Test
    void rotatedKeyAndItsTokensHaveTheSameMeterAndUseOfThePreviousSecretShows() throws Exception {
        OwnKey key = issue(10, 60);
        String token = core.token(core.principal(key));
        rest(handler, key);
        bearer(token);
        assertThat(meter(key).charged()).isEqualTo(2);
        assertThat(meter(key).previousSecretLastUsedAt()).isEmpty();

        core.clock.advance(Duration.ofSeconds(1));
        OwnKey next = rotate(key);
        rest(handler, next);
        assertThat(meter(key).charged()).isEqualTo(3);
        assertThat(meter(key).previousSecretLastUsedAt()).isEmpty();
        rest(handler, key);

        assertThat(meter(key).charged()).isEqualTo(4);
        assertThat(meter(key).previousSecretLastUsedAt()).contains(core.clock.instant());
    }

    @ParameterizedTest
    @CsvSource({"leased", "strict"})
    void meterThatCannotBeReachedIsAFailureAndNoVerdict(String mode) {
        OwnKey key = issue(10, 60);
        core.dynamoDb.deleteTable(delete -> delete.tableName(core.stateTable));

        assertThatThrownBy(() -> rest(handler(Map.of("keysmith.metering", mode)), key))
                .hasMessage("unavailable");
    }

    @Test
    void switchedOffNothingIsCountedAndNothingLimited() throws Exception {
        AuthorizerHandler off = handler(Map.of("keysmith.metering", "off"));
        OwnKey key = issue(1, 60);
        core.calls.take();

        rest(off, key);

        assertThat(rest(off, key)).contains(WITHIN).doesNotContain("rate_remaining");
        assertThat(core.calls.take()).containsExactly("GetItem", "GetItem");
    }

    @ParameterizedTest
    @CsvSource({
        "keysmith.metering, on, KEYSMITH_METERING",
        "keysmith.metering, '', KEYSMITH_METERING",
        "keysmith.lease-length, PT0S, KEYSMITH_LEASE_LENGTH",
        "keysmith.lease-length, PT2M, KEYSMITH_LEASE_LENGTH",
        "keysmith.lease-length, soon, KEYSMITH_LEASE_LENGTH",
        "keysmith.limit-refusal, allow, KEYSMITH_LIMIT_REFUSAL"
    })
    void wrongSettingStopsTheStartAndIsNamed(String property, String value, String name) {
        assertThatThrownBy(() -> handler(Map.of(property, value))).hasMessageContaining(name);
    }

    private MeterState meter(OwnKey key) {
        return core.meters.find(MeterId.of(key.keyId())).orElseThrow();
    }

    private OwnKey issue(int requests, int windowSeconds) {
        return core.issue(
                        admin,
                        Asked.forKey()
                                .scopes("chat:read")
                                .rate(requests, windowSeconds)
                                .build())
                .key();
    }

    private OwnKey rotate(OwnKey key) {
        IssueResult result = core.rotator.rotate(
                admin,
                new RotateKeyCommand(id(key), Duration.ofHours(1), core.clock.instant(), Optional.empty()),
                core.origin());
        return ((IssueResult.Issued) result).issued().key();
    }

    private static String id(OwnKey key) {
        return key.keyId().value();
    }

    private String rest(AuthorizerHandler by, OwnKey key) throws Exception {
        return invoke(by, Events.rest("GET", "/v1/chat", "/v1/chat", apiKey(key)));
    }

    private String http(AuthorizerHandler by, OwnKey key) throws Exception {
        return invoke(by, Events.http("GET /v1/chat", "GET", "\"x-api-key\":\"" + key.reveal() + "\""));
    }

    private void bearer(String token) throws Exception {
        invoke(handler, Events.rest("GET", "/v1/chat", "/v1/chat", "\"authorization\":[\"Bearer " + token + "\"]"));
    }

    private static String apiKey(OwnKey key) {
        return "\"x-api-key\":[\"" + key.reveal() + "\"]";
    }

    private String invoke(AuthorizerHandler by, String event) throws Exception {
        ByteArrayOutputStream output = new ByteArrayOutputStream();
        by.handleRequest(Events.stream(event), output, context);
        return output.toString(StandardCharsets.UTF_8);
    }

    private AuthorizerHandler handler(Map<String, Object> overrides) {
        Map<String, Object> properties = new HashMap<>(Map.of("keysmith.routes", ROUTES, "keysmith.usage-key", WITHIN));
        properties.putAll(overrides);
        Settings settings = new Settings(new MapPropertyResolver(properties));
        return TestAuthorizers.handler(core, settings);
    }
}
