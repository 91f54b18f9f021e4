package dev.keysmith.functions.issue;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.params.provider.Arguments.argumentSet;

import dev.keysmith.core.credential.Principal;
import dev.keysmith.core.credential.Verification;
import dev.keysmith.core.testing.Core;
import dev.keysmith.functions.api.testing.Answer;
import dev.keysmith.functions.api.testing.FunctionUnderTest;
import dev.keysmith.functions.api.testing.LoggedLines;
import dev.keysmith.functions.api.testing.TestEvent;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class IssueFunctionTest {

    private final Core core = new Core();
    private final Principal admin = core.admin();
    private final FunctionUnderTest function = new FunctionUnderTest(core);

    @AfterAll
    void stop() {
        function.close();
    }

    private TestEvent post() {
        return TestEvent.of("POST", "/v1/keys").by(admin);
    }

    private Answer issue(String body) {
        return function.call(post().json(body));
    }

    @Nested
    class Returns201 {

        @Test
        void issuedKeyIsShownAndGood() {
            Answer answer = issue("{\"name\":\"reporting\"}");

            assertThat(answer.status()).isEqualTo(201);
            assertThat(core.verify(answer.text("key"))).isInstanceOf(Verification.Verified.class);
        }

        @Test
        void answerHasTheFieldsOfTheContract() {
            assertThat(issue("{\"name\":\"reporting\",\"metadata\":{\"team\":\"blue\"}}")
                            .json())
                    .containsEntry("name", "reporting")
                    .containsEntry("owner", "root")
                    .containsEntry("role", "basic")
                    .containsEntry("scopes", List.of("chat:read", "chat:write"))
                    .containsEntry("environment", "live")
                    .containsEntry("format", "opaque")
                    .containsEntry("status", "active")
                    .containsEntry("created_at", "2026-11-20T12:00:00Z")
                    .containsEntry("expires_at", "2026-11-27T12:00:00Z")
                    .containsEntry("refresh_after", "2026-11-26T12:00:00Z")
                    .containsEntry("rate_limit", Map.of("requests", 1000, "window_seconds", 3600))
                    .containsEntry("metadata", Map.of("team", "blue"))
                    .containsKeys("key_id", "key");
        }

        @Test
        void everythingThatIsAskedForIsGiven() {
            Answer answer = issue("""
                    {"name": "👩‍💻 Ünïcode", "owner": "acme", "role": "Node-Operator", "scopes": ["chat:read", "node:*"],
                     "environment": "test", "format": "opaque", "expires_at": "2026-11-25T12:00:00.5Z",
                     "rate_limit": {"requests": 5, "window_seconds": 60}, "metadata": {"a/b~c": "d"}}
                    """);

            assertThat(answer.json())
                    .containsEntry("name", "👩‍💻 Ünïcode")
                    .containsEntry("owner", "acme")
                    .containsEntry("role", "node_operator")
                    .containsEntry("scopes", List.of("chat:read", "node:*"))
                    .containsEntry("environment", "test")
                    .containsEntry("expires_at", "2026-11-25T12:00:00.500Z")
                    .containsEntry("rate_limit", Map.of("requests", 5, "window_seconds", 60))
                    .containsEntry("metadata", Map.of("a/b~c", "d"));
            assertThat(answer.text("key")).startsWith("ks_test_");
        }

        @Test
        void nullMeansAbsent() {
            assertThat(issue("{\"name\":\"a\",\"owner\":null,\"metadata\":null}")
                            .status())
                    .isEqualTo(201);
        }

        @Test
        void maximumAgeIsAsAskedForToTheMillisecond() {
            assertThat(issue("{\"name\":\"a\",\"max_expires_at\":\"2026-12-01T12:00:00.1239Z\"}")
                            .json())
                    .containsEntry("expires_at", "2026-11-27T12:00:00Z")
                    .containsEntry("max_expires_at", "2026-12-01T12:00:00.123Z")
                    .containsEntry("refresh_after", "2026-11-26T12:00:00Z");
        }

        @Test
        void keyThatCannotOutliveItsExpiryHasNoTimeToRefreshIt() {
            assertThat(issue("{\"name\":\"a\",\"max_expires_at\":\"2026-11-27T12:00:00Z\"}")
                            .json())
                    .containsEntry("max_expires_at", "2026-11-27T12:00:00Z")
                    .containsEntry("refresh_after", null);
        }

        @Test
        void maximumAgeIsTheRolesUnlessAskedOtherwise() {
            assertThat(issue("{\"name\":\"a\",\"max_expires_at\":null}").json())
                    .containsEntry("max_expires_at", "2026-12-18T12:00:00Z");
        }

        @Test
        void roleWithoutALimitHasNone() {
            assertThat(issue("{\"name\":\"a\",\"role\":\"admin\"}").json()).containsEntry("rate_limit", null);
        }

        @Test
        void twoHundredCharactersAreCountedAsPeopleCount() {
            assertThat(issue("{\"name\":\"" + "😀".repeat(200) + "\"}").status())
                    .isEqualTo(201);
        }

        @ParameterizedTest
        @ValueSource(
                strings = {"application/json", "Application/JSON; charset=UTF-8", "application/json;charset=\"utf-8\""})
        void contentTypeOfJsonIsTaken(String contentType) {
            Answer answer =
                    function.call(post().header("content-type", contentType).body("{\"name\":\"a\"}".getBytes(UTF_8)));

            assertThat(answer.status()).isEqualTo(201);
        }

        @Test
        void bodyMayBeAsLargeAsTheLimit() {
            String body = "{\"name\":\"a\"}";

            assertThat(issue(body + " ".repeat(64 * 1024 - body.length())).status())
                    .isEqualTo(201);
        }

        @Test
        void issuingIsTwoWrites() {
            core.calls.take();

            issue("{\"name\":\"a\"}");

            assertThat(core.calls.take()).containsExactly("UpdateItem", "PutItem");
        }

        @Test
        void keyIsInNoLog() {
            Answer[] answer = new Answer[1];

            String lines = LoggedLines.during(() -> answer[0] = issue("{\"name\":\"a\"}"));

            assertThat(lines).contains("\"status\":201").doesNotContain(answer[0].text("key"), "ks_live");
        }
    }

    @Nested
    class Returns400 {

        static Stream<Arguments> badBodies() {
            return Stream.of(
                    argumentSet("empty", "", "/name"),
                    argumentSet("blank", "  ", ""),
                    argumentSet("not JSON", "name=a", ""),
                    argumentSet("broken off", "{\"name\":\"a", "/name"),
                    argumentSet("broken off after the name", "{\"name\":", "/name"),
                    argumentSet("not an object", "[1]", ""),
                    argumentSet("null", "null", ""),
                    argumentSet("trailing garbage", "{\"name\":\"a\"} x", ""),
                    argumentSet("two objects", "{\"name\":\"a\"}{\"name\":\"b\"}", ""),
                    argumentSet("comment", "{\"name\":\"a\"/* */}", "/name"),
                    argumentSet("byte order mark", "\uFEFF{\"name\":\"a\"}", ""),
                    argumentSet("number for a string", "{\"name\":7}", "/name"),
                    argumentSet("boolean for a string", "{\"name\":\"a\",\"owner\":true}", "/owner"),
                    argumentSet("object for a string", "{\"name\":{}}", "/name"),
                    argumentSet("string for an array", "{\"name\":\"a\",\"scopes\":\"chat:read\"}", "/scopes"),
                    argumentSet("number in an array", "{\"name\":\"a\",\"scopes\":[\"chat:read\",7]}", "/scopes/1"),
                    argumentSet("null in an array", "{\"name\":\"a\",\"scopes\":[null]}", "/scopes/0"),
                    argumentSet(
                            "string for a number", "{\"name\":\"a\",\"expires_in_days\":\"7\"}", "/expires_in_days"),
                    argumentSet("fraction", "{\"name\":\"a\",\"expires_in_days\":1.5}", "/expires_in_days"),
                    argumentSet("exponent", "{\"name\":\"a\",\"expires_in_days\":1e2}", "/expires_in_days"),
                    argumentSet("huge number", "{\"name\":\"a\",\"expires_in_days\":99999999999}", "/expires_in_days"),
                    argumentSet("array for an object", "{\"name\":\"a\",\"rate_limit\":[]}", "/rate_limit"),
                    argumentSet(
                            "half a rate",
                            "{\"name\":\"a\",\"rate_limit\":{\"requests\":1}}",
                            "/rate_limit/window_seconds"),
                    argumentSet(
                            "text in a rate",
                            "{\"name\":\"a\",\"rate_limit\":{\"requests\":\"1\",\"window_seconds\":1}}",
                            "/rate_limit/requests"),
                    argumentSet(
                            "no requests",
                            "{\"name\":\"a\",\"rate_limit\":{\"requests\":0,\"window_seconds\":1}}",
                            "/rate_limit/requests"),
                    argumentSet("no quota", "{\"name\":\"a\",\"quota\":0}", "/quota"),
                    argumentSet("negative quota", "{\"name\":\"a\",\"quota\":-1}", "/quota"),
                    argumentSet("huge quota", "{\"name\":\"a\",\"quota\":1000000000001}", "/quota"),
                    argumentSet("quota beyond 64 bits", "{\"name\":\"a\",\"quota\":99999999999999999999}", "/quota"),
                    argumentSet("fraction of a quota", "{\"name\":\"a\",\"quota\":1.5}", "/quota"),
                    argumentSet("text for a quota", "{\"name\":\"a\",\"quota\":\"1\"}", "/quota"),
                    argumentSet(
                            "text for networks",
                            "{\"name\":\"a\",\"allowed_networks\":\"10.0.0.0/8\"}",
                            "/allowed_networks"),
                    argumentSet(
                            "number for a network",
                            "{\"name\":\"a\",\"allowed_networks\":[\"10.0.0.0/8\",7]}",
                            "/allowed_networks/1"),
                    argumentSet(
                            "address for a network",
                            "{\"name\":\"a\",\"allowed_networks\":[\"10.0.0.0/8\",\"192.0.2.1\"]}",
                            "/allowed_networks/1"),
                    argumentSet("number in metadata", "{\"name\":\"a\",\"metadata\":{\"a/b\":7}}", "/metadata/a~1b"),
                    argumentSet("object in metadata", "{\"name\":\"a\",\"metadata\":{\"x\":{}}}", "/metadata/x"),
                    argumentSet("empty name in metadata", "{\"name\":\"a\",\"metadata\":{\"\":\"b\"}}", "/metadata"),
                    argumentSet("unknown field", "{\"name\":\"a\",\"colour\":1}", "/colour"),
                    argumentSet("Java's spelling", "{\"name\":\"a\",\"expiresInDays\":1}", "/expiresInDays"),
                    argumentSet("field of a later version", "{\"name\":\"a\",\"not_before\":1}", "/not_before"),
                    argumentSet(
                            "unknown field in a rate",
                            "{\"name\":\"a\",\"rate_limit\":{\"requests\":1,\"window_seconds\":1,\"x\":1}}",
                            "/rate_limit/x"),
                    argumentSet("duplicate key", "{\"name\":\"a\",\"name\":\"b\"}", "/name"),
                    argumentSet("escaped duplicate key", "{\"name\":\"a\",\"n\\u0061me\":\"b\"}", "/name"),
                    argumentSet(
                            "duplicate key in metadata",
                            "{\"name\":\"a\",\"metadata\":{\"x\":\"1\",\"x\":\"2\"}}",
                            "/metadata/x"),
                    argumentSet("name missing", "{}", "/name"),
                    argumentSet("name null", "{\"name\":null}", "/name"),
                    argumentSet("name empty", "{\"name\":\"\"}", "/name"),
                    argumentSet("name blank", "{\"name\":\"  \"}", "/name"),
                    argumentSet("name too long", "{\"name\":\"" + "a".repeat(201) + "\"}", "/name"),
                    argumentSet("control character", "{\"name\":\"a\u0007\"}", "/name"),
                    argumentSet("escaped control character", "{\"name\":\"a\\u0000\"}", "/name"),
                    argumentSet("C1 control character", "{\"name\":\"a\\u0085\"}", "/name"),
                    argumentSet("line feed", "{\"name\":\"a\\nb\"}", "/name"),
                    argumentSet("half a surrogate pair", "{\"name\":\"\\ud800\"}", "/name"),
                    argumentSet(
                            "control character in metadata",
                            "{\"name\":\"a\",\"metadata\":{\"x\":\"\\u001b\"}}",
                            "/metadata/x"),
                    argumentSet("control character in a name", "{\"name\":\"a\",\"\\u0001\":1}", "/\u0001"),
                    argumentSet("scope malformed", "{\"name\":\"a\",\"scopes\":[\"chat:read\",\"chat\"]}", "/scopes/1"),
                    argumentSet(
                            "scope with a space",
                            "{\"name\":\"a\",\"scopes\":[\"chat:read chat:write\"]}",
                            "/scopes/0"),
                    argumentSet("no such role", "{\"name\":\"a\",\"role\":\"king\"}", "/role"),
                    argumentSet("no such environment", "{\"name\":\"a\",\"environment\":\"prod\"}", "/environment"),
                    argumentSet("owner malformed", "{\"name\":\"a\",\"owner\":\"a b\"}", "/owner"),
                    argumentSet("format of no key that we make", "{\"name\":\"a\",\"format\":\"imported\"}", "/format"),
                    argumentSet(
                            "expiry in the past",
                            "{\"name\":\"a\",\"expires_at\":\"2020-01-01T00:00:00Z\"}",
                            "/expires_at"),
                    argumentSet(
                            "expiry beyond the role's",
                            "{\"name\":\"a\",\"expires_at\":\"2030-01-01T00:00:00Z\"}",
                            "/expires_at"),
                    argumentSet(
                            "no such day", "{\"name\":\"a\",\"expires_at\":\"2027-02-30T00:00:00Z\"}", "/expires_at"),
                    argumentSet(
                            "local time",
                            "{\"name\":\"a\",\"expires_at\":\"2026-11-21T00:00:00+01:00\"}",
                            "/expires_at"),
                    argumentSet("epoch", "{\"name\":\"a\",\"expires_at\":1800000000}", "/expires_at"),
                    argumentSet(
                            "maximum age before the expiry",
                            "{\"name\":\"a\",\"max_expires_at\":\"2026-11-27T11:59:59.999Z\"}",
                            "/max_expires_at"),
                    argumentSet(
                            "maximum age beyond the role's",
                            "{\"name\":\"a\",\"max_expires_at\":\"2026-12-18T12:00:00.001Z\"}",
                            "/max_expires_at"),
                    argumentSet(
                            "maximum age in the past",
                            "{\"name\":\"a\",\"max_expires_at\":\"0000-01-01T00:00:00Z\"}",
                            "/max_expires_at"),
                    argumentSet("maximum age in days", "{\"name\":\"a\",\"max_expires_at\":28}", "/max_expires_at"),
                    argumentSet("no days", "{\"name\":\"a\",\"expires_in_days\":0}", "/expires_in_days"),
                    argumentSet("days before now", "{\"name\":\"a\",\"expires_in_days\":-1}", "/expires_in_days"),
                    argumentSet("too many days", "{\"name\":\"a\",\"expires_in_days\":2147483647}", "/expires_in_days"),
                    argumentSet(
                            "days and a time",
                            "{\"name\":\"a\",\"expires_in_days\":1,\"expires_at\":\"2026-11-21T00:00:00Z\"}",
                            "/expires_at"),
                    argumentSet(
                            "metadata over 4 KB",
                            "{\"name\":\"a\",\"metadata\":{\"x\":\"" + "ü".repeat(2048) + "\"}}",
                            "/metadata"),
                    argumentSet(
                            "long name in metadata",
                            "{\"name\":\"a\",\"metadata\":{\"" + "x".repeat(50_000) + "\":\"\"}}",
                            "/metadata"));
        }

        @ParameterizedTest
        @MethodSource("badBodies")
        void problemNamesTheField(String body, String pointer) {
            Answer answer = issue(body);

            assertThat(answer.status()).isEqualTo(400);
            assertThat(answer.code()).isEqualTo("request_invalid");
            assertThat(answer.pointers()).containsExactly(pointer);
        }

        @Test
        void everythingThatIsWrongIsNamedAtOnce() {
            assertThat(issue("{\"scopes\":[1,\"chat:read\",2],\"x\":1}").pointers())
                    .containsExactly("/name", "/scopes/0", "/scopes/2", "/x");
        }

        @Test
        void invalidUtf8IsRefusedWithItsField() {
            byte[] body = "{\"name\":\"a_\"}".getBytes(UTF_8);
            body[10] = (byte) 0xff;

            Answer answer = function.call(
                    post().header("content-type", "application/json").body(body));

            assertThat(answer.status()).isEqualTo(400);
            assertThat(answer.pointers()).containsExactly("/name");
        }

        @ParameterizedTest
        @ValueSource(strings = {"UTF-16", "UTF-32"})
        void otherUnicodeEncodingsAreRefused(String charset) throws Exception {
            byte[] body = "{\"name\":\"a\"}".getBytes(charset);

            assertThat(function.call(post().header("content-type", "application/json")
                                    .body(body))
                            .status())
                    .isEqualTo(400);
        }

        @Test
        void textBodyOfAGatewayThatDecodesItIsReadAsWell() {
            assertThat(function.call(post().header("content-type", "application/json")
                                    .textBody("{\"name\":\"\uD800\"}"))
                            .status())
                    .isEqualTo(400);
        }

        @ParameterizedTest
        @ValueSource(strings = {"[", "{\"a\":", "{\"metadata\":{\"a\":["})
        void deepJsonIsRefused(String opening) {
            assertThat(issue(opening.repeat(10_000 / opening.length())).status())
                    .isEqualTo(400);
            assertThat(issue("{\"metadata\":" + "[".repeat(10_000)).status()).isEqualTo(400);
        }

        @Test
        void refusalNeverRepeatsAValue() {
            assertThat(issue("{\"name\":7,\"owner\":\"ks live_secret\",\"scopes\":[\"ks_live_secret\"]}")
                            .body())
                    .doesNotContain("secret");
        }
    }

    @Nested
    class ReturnsOther4xx {

        @ParameterizedTest
        @ValueSource(
                strings = {
                    "text/plain",
                    "application/x-www-form-urlencoded",
                    "application/jsonp",
                    "application/json; charset=latin1",
                    "application/merge-patch+json",
                    "///",
                    ""
                })
        void otherContentTypeIsNotSupported(String contentType) {
            Answer answer =
                    function.call(post().header("content-type", contentType).body("{\"name\":\"a\"}".getBytes(UTF_8)));

            assertThat(answer.status()).isEqualTo(415);
            assertThat(answer.code()).isEqualTo("unsupported_media_type");
        }

        @Test
        void contentTypeGivenTwiceIsNotSupported() {
            assertThat(function.call(post().header("content-type", "text/plain").json("{\"name\":\"a\"}"))
                            .status())
                    .isEqualTo(415);
        }

        @Test
        void bodyWithoutAContentTypeIsNotSupported() {
            assertThat(function.call(post().body("{\"name\":\"a\"}".getBytes(UTF_8)))
                            .status())
                    .isEqualTo(415);
        }

        @ParameterizedTest
        @ValueSource(ints = {64 * 1024 + 1, 6 * 1024 * 1024})
        void bodyOverTheLimitIsTooLarge(int size) {
            Answer answer = function.call(
                    post().header("content-type", "application/json").body(new byte[size]));

            assertThat(answer.status()).isEqualTo(413);
            assertThat(answer.code()).isEqualTo("too_large");
        }

        @Test
        void scopeThatTheCallerLacksIsNotItsToGive() {
            Principal issuer = caller("keys:issue chat:read");

            Answer answer = function.call(TestEvent.of("POST", "/v1/keys")
                    .by(issuer)
                    .json("{\"name\":\"a\",\"scopes\":[\"chat:read\",\"node:read\"]}"));

            assertThat(answer.status()).isEqualTo(403);
            assertThat(answer.code()).isEqualTo("grant_exceeds_own");
            assertThat(answer.pointers()).contains("/scopes/1");
        }

        @Test
        void maximumAgeBeyondTheCallersIsNotItsToGive() {
            Answer issuer = issue("""
                    {"name": "issuer", "scopes": ["keys:issue", "chat:*"], "max_expires_at": "2026-11-30T12:00:00Z"}""");
            TestEvent asking = TestEvent.of("POST", "/v1/keys")
                    .by(((Verification.Verified) core.verify(issuer.text("key"))).principal());

            Answer answer = function.call(asking.json("{\"name\":\"a\",\"max_expires_at\":\"2026-11-30T12:00:01Z\"}"));

            assertThat(answer.status()).isEqualTo(403);
            assertThat(answer.code()).isEqualTo("grant_exceeds_own");
            assertThat(answer.pointers()).containsExactly("/max_expires_at");
        }

        @Test
        void callerWithoutTheScopeIsRefusedBeforeItsBodyIsRead() {
            Answer answer = function.call(
                    TestEvent.of("POST", "/v1/keys").by(caller("chat:read")).json("not JSON"));

            assertThat(answer.status()).isEqualTo(403);
            assertThat(answer.code()).isEqualTo("scope_insufficient");
        }

        private Principal caller(String scopes) {
            Answer answer = issue("{\"name\":\"caller\",\"scopes\":[\"" + scopes.replace(" ", "\",\"") + "\"]}");
            return ((Verification.Verified) core.verify(answer.text("key"))).principal();
        }
    }

    @Nested
    class Returns503 {

        @Test
        void outageOfTheSecretIsUnavailableAndWritesNothing() {
            Core cutOff = new Core();
            Principal caller = cutOff.admin();
            cutOff.secretSource.cutOff();
            try (FunctionUnderTest other = new FunctionUnderTest(cutOff)) {
                cutOff.calls.take();

                Answer answer =
                        other.call(TestEvent.of("POST", "/v1/keys").by(caller).json("{\"name\":\"a\"}"));

                assertThat(answer.status()).isEqualTo(503);
                assertThat(answer.code()).isEqualTo("unavailable");
                assertThat(answer.headers()).containsEntry("Retry-After", "1");
                assertThat(cutOff.calls.take()).isEmpty();
            }
        }
    }

    @ParameterizedTest
    @MethodSource
    void wrongSettingStopsTheStartAndIsNamed(String property, String value, String variable) {
        assertThatThrownBy(() -> new FunctionUnderTest(core, Map.of(property, value)))
                .hasStackTraceContaining("SettingException: setting " + variable);
    }

    static Stream<Arguments> wrongSettingStopsTheStartAndIsNamed() {
        return Stream.of(
                argumentSet("no table name", "keysmith.keys-table", "", "KEYSMITH_KEYS_TABLE"),
                argumentSet("no state table", "keysmith.state-table", "", "KEYSMITH_STATE_TABLE"),
                argumentSet("prefix with a space", "keysmith.key-prefix", "k s", "KEYSMITH_KEY_PREFIX"),
                argumentSet("negative duration", "keysmith.secret-max-age", "-PT1S", "KEYSMITH_SECRET_MAX_AGE"),
                argumentSet("refresh window", "keysmith.refresh-window", "PT0S", "KEYSMITH_REFRESH_WINDOW"));
    }

    @Test
    void functionStartsFromTheSettingsThatItNeedsAlone() {
        Map<String, Object> settings = Map.of(
                "aws.region",
                "eu-central-1",
                "keysmith.keys-table",
                "keys",
                "keysmith.state-table",
                "state",
                "keysmith.signing-secret",
                "signing",
                "keysmith.issuer",
                "https://keys.example.com",
                "keysmith.audiences",
                "our-api",
                "keysmith.verification-secret",
                "verification");

        try (FunctionUnderTest deployed = FunctionUnderTest.asDeployed(settings)) {
            assertThat(deployed.call(post().json("{}")).status()).isEqualTo(400);
        }
    }

    @Test
    void nothingGrowsWithTheNumberOfInvocations() {
        TestEvent refused = post().json("{}");
        issue("{\"name\":\"warm\"}");
        function.call(refused);
        int before = function.liveBeans();

        for (int i = 0; i < 900; i++) {
            function.call(refused);
        }
        for (int i = 0; i < 100; i++) {
            issue("{\"name\":\"a\"}");
        }

        assertThat(function.liveBeans()).isEqualTo(before);
    }
}
