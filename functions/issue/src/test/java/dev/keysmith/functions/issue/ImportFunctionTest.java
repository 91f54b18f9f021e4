package dev.keysmith.functions.issue;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.params.provider.Arguments.argumentSet;

import dev.keysmith.core.credential.Principal;
import dev.keysmith.core.credential.Verification;
import dev.keysmith.core.testing.Core;
import dev.keysmith.functions.api.testing.Answer;
import dev.keysmith.functions.api.testing.FunctionUnderTest;
import dev.keysmith.functions.api.testing.LoggedLines;
import dev.keysmith.functions.api.testing.TestEvent;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.UUID;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
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
class ImportFunctionTest {

    private static final Map<String, Object> PATTERNS = Map.of("keysmith.import-patterns", "kaa_[0-9a-f]{64}");

    private final Core core = new Core();
    private final Principal admin = core.admin();
    private final FunctionUnderTest function = new FunctionUnderTest(core, PATTERNS);

    @AfterAll
    void stop() {
        function.close();
    }

    private static String foreignKey() {
        String random = UUID.randomUUID().toString().replace("-", "");
        return "kaa_" + random + random;
    }

    private static String sha256(String text) {
        try {
            byte[] digest = MessageDigest.getInstance("SHA-256").digest(text.getBytes(StandardCharsets.UTF_8));
            return HexFormat.of().formatHex(digest);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e);
        }
    }

    /** An entry for a key, with further members. */
    private static String entry(String key, String more) {
        return "{\"sha256\":\"" + sha256(key) + "\",\"name\":\"imported\"" + more + "}";
    }

    private static String keys(String... entries) {
        return "{\"keys\":[" + String.join(",", entries) + "]}";
    }

    private static TestEvent post(Principal caller) {
        return TestEvent.of("POST", "/v1/keys/import")
                .by(caller)
                .requestId(UUID.randomUUID().toString());
    }

    private Answer importKeys(String... entries) {
        return function.call(post(admin).json(keys(entries)));
    }

    private static List<Map<?, ?>> results(Answer answer) {
        assertThat(answer.status()).isEqualTo(200);
        return ((List<?>) requireNonNull(answer.json().get("results")))
                .stream().<Map<?, ?>>map(result -> (Map<?, ?>) result).toList();
    }

    private static List<String> pointers(Map<?, ?> result) {
        return ((List<?>) requireNonNull(result.get("errors")))
                .stream()
                        .map(error -> String.valueOf(((Map<?, ?>) error).get("pointer")))
                        .toList();
    }

    private boolean isGood(String text) {
        return core.verify(text) instanceof Verification.Verified;
    }

    @Nested
    class Returns200 {

        @Test
        void importedKeyIsGoodAsItsHolderKnowsIt() {
            String key = foreignKey();

            Answer answer = importKeys(entry(key, ""));

            Map<?, ?> result = results(answer).getFirst();
            assertThat(result.keySet()).extracting(Object::toString).containsExactlyInAnyOrder("status", "key_id");
            assertThat(result.get("status")).isEqualTo("imported");
            assertThat(((Verification.Verified) core.verify(key))
                            .principal()
                            .keyId()
                            .value())
                    .isEqualTo(result.get("key_id"));
        }

        @Test
        void sameKeyTwiceInOneRequestIsAConflict() {
            String key = foreignKey();

            List<Map<?, ?>> results =
                    results(importKeys(entry(key, ",\"role\":\"emperor\""), entry(key, ""), entry(key, "")));

            assertThat(results.get(0).get("code")).isEqualTo("request_invalid");
            assertThat(results.get(1).get("status")).isEqualTo("imported");
            assertThat(results.get(2).get("code")).isEqualTo("conflict");
        }

        @Test
        void everythingThatIsAskedForIsGiven() {
            String key = foreignKey();

            importKeys(entry(key, """
                    , "owner": "acme", "role": "Node-Operator", "scopes": ["node:read"], "environment": "test",
                    "expires_at": "2026-11-25T12:00:00Z", "max_expires_at": "2026-11-26T12:00:00Z",
                    "rate_limit": {"requests": 5, "window_seconds": 60}, "quota": 7,
                    "allowed_networks": ["192.0.2.0/24"], "metadata": {"a": "b"}"""));

            Principal principal = ((Verification.Verified) core.verify(key)).principal();
            assertThat(principal.toContext())
                    .containsEntry("owner", "acme")
                    .containsEntry("role", "node_operator")
                    .containsEntry("scope", "node:read")
                    .containsEntry("environment", "test")
                    .containsEntry("expires_at", "2026-11-25T12:00:00Z")
                    .containsEntry("max_expires_at", "2026-11-26T12:00:00Z")
                    .containsEntry("rate_requests", "5")
                    .containsEntry("rate_window_seconds", "60")
                    .containsEntry("quota", "7")
                    .containsEntry("allowed_networks", "192.0.2.0/24");
            assertThat(core.reader.find(admin, principal.keyId().value())).hasValueSatisfying(stored -> {
                assertThat(stored.name()).isEqualTo("imported");
                assertThat(stored.metadata()).containsExactly(Map.entry("a", "b"));
            });
        }

        @Test
        void eachEntryHasItsResultInItsPlace() {
            String first = foreignKey();
            String third = foreignKey();

            List<Map<?, ?>> results = results(importKeys(
                    entry(first, ""),
                    entry(foreignKey(), ",\"role\":\"king\",\"scopes\":[\"chat:read\",\"chat\"]"),
                    entry(third, ""),
                    "{\"sha256\":\"" + "0".repeat(63) + "\",\"name\":\"a\"}",
                    entry(first, ",\"owner\":\"acme\"")));

            assertThat(results.stream().map(result -> String.valueOf(result.get("status"))))
                    .containsExactly("imported", "refused", "imported", "refused", "refused");
            assertThat(results.get(1).get("code")).isEqualTo("request_invalid");
            assertThat(pointers(results.get(1))).containsExactly("/role", "/scopes/1");
            assertThat(results.get(3).get("code")).isEqualTo("request_invalid");
            assertThat(pointers(results.get(3))).containsExactly("/sha256");
            assertThat(results.get(4).get("code")).isEqualTo("conflict");
            assertThat(isGood(first)).isTrue();
            assertThat(isGood(third)).isTrue();
        }

        @ParameterizedTest
        @ValueSource(strings = {"", "g", "é"})
        void anythingButSixtyFourHexadecimalDigitsIsNoDigest(String last) {
            String text = "a".repeat(63) + last;

            Answer answer = importKeys("{\"sha256\":\"" + text + "\",\"name\":\"a\"}");

            assertThat(pointers(results(answer).getFirst())).containsExactly("/sha256");
            assertThat(answer.body()).doesNotContain("aaa");
        }

        @Test
        void keyThatComesAgainInOneRequestIsToldFirstWhatIsWrongWithIt() {
            String key = foreignKey();

            Answer answer = importKeys(entry(key, ""), entry(key, ",\"role\":\"no role\""), entry(key, ""));

            assertThat(results(answer).get(1).get("code")).isEqualTo("request_invalid");
            assertThat(results(answer).get(2).get("code")).isEqualTo("conflict");
            assertThat(isGood(key)).isTrue();
        }

        @Test
        void knownKeyIsAConflictThatTellsNothingOfWhoseItIs() {
            String own = foreignKey();
            String others = foreignKey();
            importKeys(entry(own, ""), entry(others, ",\"owner\":\"acme\""));
            Principal caller = core.principal(core.issue(admin, "root", "keys:import", "chat:*"));

            Answer answer = function.call(post(caller)
                    .json(keys(
                            entry(own, "")
                                    .toUpperCase(Locale.ROOT)
                                    .replace("SHA256", "sha256")
                                    .replace("NAME", "name"),
                            entry(others, ""))));

            List<Map<?, ?>> results = results(answer);
            assertThat(results.getFirst())
                    .isEqualTo(results.getLast())
                    .isEqualTo(Map.of("status", "refused", "code", "conflict"));
        }

        @Test
        void entryThatExceedsTheCallerIsNotItsToGive() {
            Principal caller = core.principal(core.issue(admin, "acme", "keys:import", "chat:*"));

            List<Map<?, ?>> results = results(function.call(post(caller)
                    .json(keys(
                            entry(foreignKey(), ",\"scopes\":[\"chat:read\",\"node:read\"]"),
                            entry(foreignKey(), ",\"owner\":\"other\""),
                            entry(foreignKey(), ",\"role\":\"admin\""),
                            entry(foreignKey(), "")))));

            assertThat(results.subList(0, 3))
                    .allSatisfy(result -> assertThat(result.get("code")).isEqualTo("grant_exceeds_own"));
            assertThat(pointers(results.get(0))).containsExactly("/scopes/1");
            assertThat(pointers(results.get(1))).containsExactly("/owner");
            assertThat(pointers(results.get(2))).contains("/role");
            assertThat(results.get(3).get("status")).isEqualTo("imported");
        }

        @Test
        void hundredKeysAreTakenAtOnce() {
            String[] hundred = IntStream.range(0, 100)
                    .mapToObj(_ -> entry(foreignKey(), ""))
                    .toArray(String[]::new);
            core.calls.take();

            assertThat(results(importKeys(hundred)))
                    .hasSize(100)
                    .allSatisfy(result -> assertThat(result.get("status")).isEqualTo("imported"));
            assertThat(core.calls.take().stream().collect(Collectors.groupingBy(call -> call, Collectors.counting())))
                    .isEqualTo(Map.of("UpdateItem", 100L, "PutItem", 100L));
        }

        @Test
        void digestIsInNoLogAndInNoAnswer() {
            String taken = foreignKey();
            String refused = foreignKey();
            Answer[] answer = new Answer[1];

            String lines = LoggedLines.during(
                    () -> answer[0] = importKeys(entry(taken, ""), entry(refused, ",\"role\":\"king\"")));

            assertThat(lines).contains("\"status\":200").doesNotContain(sha256(taken), sha256(refused));
            assertThat(answer[0].body()).doesNotContain(sha256(taken), sha256(refused), "king");
        }
    }

    @Nested
    class Returns4xx {

        static Stream<Arguments> badBodies() {
            String good = entry(foreignKey(), "");
            String[] tooMany = new String[101];
            Arrays.fill(tooMany, good);
            return Stream.of(
                    argumentSet("empty", "", "/keys"),
                    argumentSet("no keys", "{}", "/keys"),
                    argumentSet("keys null", "{\"keys\":null}", "/keys"),
                    argumentSet("no entries", "{\"keys\":[]}", "/keys"),
                    argumentSet("too many entries", keys(tooMany), "/keys"),
                    argumentSet("object for an array", "{\"keys\":{\"0\":" + good + "}}", "/keys"),
                    argumentSet("array of arrays", "{\"keys\":[[" + good + "]]}", "/keys/0"),
                    argumentSet("bare array", "[" + good + "]", ""),
                    argumentSet("null for an entry", keys(good, "null"), "/keys/1"),
                    argumentSet("text for an entry", keys(good, "\"a\""), "/keys/1"),
                    argumentSet(
                            "key in the clear",
                            keys(good, "{\"key\":\"a\",\"sha256\":\"a\",\"name\":\"a\"}"),
                            "/keys/1/key"),
                    argumentSet("no digest", keys(good, "{\"name\":\"a\"}"), "/keys/1/sha256"),
                    argumentSet("digest null", keys("{\"name\":\"a\",\"sha256\":null}"), "/keys/0/sha256"),
                    argumentSet("number for a digest", keys("{\"name\":\"a\",\"sha256\":7}"), "/keys/0/sha256"),
                    argumentSet("array for a digest", keys("{\"name\":\"a\",\"sha256\":[7]}"), "/keys/0/sha256"),
                    argumentSet("no name", keys("{\"sha256\":\"a\"}"), "/keys/0/name"),
                    argumentSet(
                            "format of an issued key", keys(entry("a", ",\"format\":\"opaque\"")), "/keys/0/format"),
                    argumentSet(
                            "half a rate",
                            keys(good, entry("a", ",\"rate_limit\":{\"requests\":1}")),
                            "/keys/1/rate_limit/window_seconds"),
                    argumentSet(
                            "number in metadata", keys(entry("a", ",\"metadata\":{\"x\":1}")), "/keys/0/metadata/x"),
                    argumentSet("duplicate name", keys(good, entry("a", ",\"name\":\"b\"")), "/keys/1/name"),
                    argumentSet(
                            "unknown field beside the keys", "{\"keys\":[" + good + "],\"dry_run\":true}", "/dry_run"),
                    argumentSet("deep", keys("[".repeat(5000)), "/keys/0" + "/0".repeat(30)));
        }

        @ParameterizedTest
        @MethodSource("badBodies")
        void bodyOfAnotherShapeIsRefusedAsAWholeWithItsField(String body, String pointer) {
            core.calls.take();

            Answer answer = function.call(post(admin).json(body));

            assertThat(answer.status()).isEqualTo(400);
            assertThat(answer.code()).isEqualTo("request_invalid");
            assertThat(answer.pointers()).containsExactly(pointer);
            assertThat(core.calls.take()).isEmpty();
        }

        @Test
        void bodyOverTheLimitIsTooLarge() {
            Answer answer = function.call(post(admin).json(keys(entry(foreignKey(), "")) + " ".repeat(64 * 1024)));

            assertThat(answer.status()).isEqualTo(413);
        }

        @Test
        void deploymentWithoutPatternsTakesNone() {
            try (FunctionUnderTest off = new FunctionUnderTest(core)) {
                core.calls.take();

                Answer answer = off.call(post(admin).json(keys(entry(foreignKey(), ""))));

                assertThat(answer.status()).isEqualTo(409);
                assertThat(answer.code()).isEqualTo("conflict");
                assertThat(core.calls.take()).isEmpty();
            }
        }

        @Test
        void callerWhoMayIssueAloneIsRefusedBeforeItsBodyIsRead() {
            Principal issuer = core.principal(core.issue(admin, "acme", "keys:issue"));

            Answer answer = function.call(post(issuer).json("not JSON"));

            assertThat(answer.status()).isEqualTo(403);
            assertThat(answer.code()).isEqualTo("scope_insufficient");
        }

        @Test
        void contextThatOurAuthorizerDoesNotMakeIsNoCaller() {
            String body = keys(entry(foreignKey(), ""));

            Answer without =
                    function.call(TestEvent.of("POST", "/v1/keys/import").json(body));
            Answer forged = function.call(TestEvent.of("POST", "/v1/keys/import")
                    .authorizer(Map.of("key_id", admin.keyId().value(), "scope", "*"))
                    .json(body));

            assertThat(List.of(without.status(), forged.status())).containsOnly(401);
        }

        @Test
        void otherContentTypeIsNotSupported() {
            Answer answer = function.call(post(admin).mergePatch(keys(entry(foreignKey(), ""))));

            assertThat(answer.status()).isEqualTo(415);
        }
    }

    @Test
    void outageOfTheSecretIsUnavailableAndWritesNothing() {
        Core cutOff = new Core();
        Principal caller = cutOff.admin();
        // The function has its own cache of the secret, and that is empty.
        cutOff.secretSource.cutOff();
        try (FunctionUnderTest other = new FunctionUnderTest(cutOff, PATTERNS)) {
            cutOff.calls.take();

            Answer answer = other.call(post(caller).json(keys(entry(foreignKey(), ""))));

            assertThat(answer.status()).isEqualTo(503);
            assertThat(answer.headers()).containsEntry("Retry-After", "1");
            assertThat(cutOff.calls.take()).isEmpty();
        }
    }

    @Test
    void requestThatIsReadShowsNoDigest() {
        ImportKeysRequest.Entry entry = new ImportKeysRequest.Entry(
                sha256("a"), "a name", null, null, null, null, null, null, null, null, null, null, null);

        assertThat(new ImportKeysRequest(List.of(entry)).toString())
                .contains("a name")
                .doesNotContain(sha256("a"));
    }

    @Test
    void nothingGrowsWithTheNumberOfInvocations() {
        TestEvent refused = post(admin).json("{}");
        TestEvent known = post(admin).json(keys(entry(foreignKey(), "")));
        function.call(refused);
        function.call(known);
        int before = function.liveBeans();

        for (int i = 0; i < 300; i++) {
            function.call(refused);
        }
        for (int i = 0; i < 100; i++) {
            function.call(known);
        }

        assertThat(function.liveBeans()).isEqualTo(before);
    }
}
