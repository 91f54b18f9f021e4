package dev.keysmith.functions.manage;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.params.provider.Arguments.argumentSet;

import dev.keysmith.core.credential.Principal;
import dev.keysmith.core.key.ApiKeyMetadata;
import dev.keysmith.core.testing.Asked;
import dev.keysmith.core.testing.Core;
import dev.keysmith.functions.api.testing.Answer;
import dev.keysmith.functions.api.testing.FunctionUnderTest;
import dev.keysmith.functions.api.testing.LoggedLines;
import dev.keysmith.functions.api.testing.TestEvent;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** {@code PATCH /v1/keys/{key_id}}, and the {@code ETag} of a read. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class KeyUpdateFunctionTest {

    private static final String RESOURCE = "/v1/keys/{key_id}";

    private final Core core = new Core();
    private final Principal admin = core.admin();
    private final FunctionUnderTest function = new FunctionUnderTest(core);

    @AfterAll
    void stop() {
        function.close();
    }

    /** A key that has something other than its role's in every field. */
    private String key() {
        return core.issue(
                        admin,
                        Asked.forKey()
                                .owner("acme")
                                .scopes("node:read")
                                .rate(5, 60)
                                .expiresInDays(3)
                                .metadata(Map.of("team", "blue", "tier", "1"))
                                .build())
                .metadata()
                .keyId()
                .value();
    }

    private ApiKeyMetadata stored(String keyId) {
        return core.reader.find(admin, keyId).orElseThrow();
    }

    private static TestEvent patch(String keyId, Principal caller) {
        return TestEvent.of("PATCH", RESOURCE)
                .parameter("key_id", keyId)
                .by(caller)
                .requestId(UUID.randomUUID().toString());
    }

    private Answer patch(String keyId, String body) {
        return function.call(patch(keyId, admin).mergePatch(body));
    }

    private Answer read(String keyId) {
        return function.call(
                TestEvent.of("GET", RESOURCE).parameter("key_id", keyId).by(admin));
    }

    @Nested
    class Returns200 {

        @Test
        void everythingThatMayChangeIsChanged() {
            String keyId = key();
            String max = core.clock.instant().plus(Duration.ofDays(10)).toString();

            Answer answer = patch(keyId, """
                    {"name": "👩‍💻 Ünïcode", "scopes": ["chat:*"], "expires_in_days": 7, "max_expires_at": "%s",
                     "rate_limit": {"requests": 7, "window_seconds": 70}, "metadata": {"team": "red", "a/b~c": "d"}}
                    """.formatted(max));

            assertThat(answer.status()).isEqualTo(200);
            assertThat(answer.json())
                    .containsEntry("key_id", keyId)
                    .containsEntry("name", "👩‍💻 Ünïcode")
                    .containsEntry("scopes", List.of("chat:*"))
                    .containsEntry(
                            "expires_at",
                            core.clock.instant().plus(Duration.ofDays(7)).toString())
                    .containsEntry("max_expires_at", max)
                    .containsEntry("rate_limit", Map.of("requests", 7, "window_seconds", 70))
                    .containsEntry("metadata", Map.of("team", "red", "tier", "1", "a/b~c", "d"));
            assertThat(read(keyId).json()).isEqualTo(answer.json());
        }

        @Test
        void whatIsNotNamedStays() {
            String keyId = key();
            ApiKeyMetadata before = stored(keyId);

            patch(keyId, "{\"name\":\"other\"}");

            assertThat(stored(keyId))
                    .isEqualTo(before.updated(
                            "other",
                            before.scopes(),
                            before.limits(),
                            before.networks(),
                            before.metadata(),
                            before.validity()));
        }

        @Test
        void whatIsRemovedIsLeftToTheRole() {
            String keyId = key();

            Answer answer = patch(keyId, "{\"scopes\":null,\"rate_limit\":null,\"metadata\":null}");

            assertThat(answer.status()).isEqualTo(200);
            assertThat(answer.json())
                    .containsEntry("scopes", List.of("chat:read", "chat:write"))
                    .containsEntry("rate_limit", Map.of("requests", 1000, "window_seconds", 3600))
                    .containsEntry("metadata", Map.of());
        }

        @Test
        void oneEntryOfTheMetadataIsRemovedByItsNull() {
            assertThat(patch(key(), "{\"metadata\":{\"team\":null,\"none\":null}}")
                            .json())
                    .containsEntry("metadata", Map.of("tier", "1"));
        }

        @ParameterizedTest
        @ValueSource(
                strings = {
                    "application/merge-patch+json",
                    "application/merge-patch+json; charset=utf-8",
                    "Application/Merge-Patch+JSON;charset=\"UTF-8\"",
                    "application/json",
                    "application/json; charset=utf-8"
                })
        void contentTypeOfAMergePatchOrOfJsonIsTaken(String contentType) {
            Answer answer = function.call(patch(key(), admin)
                    .header("content-type", contentType)
                    .body("{\"name\":\"b\"}".getBytes(StandardCharsets.UTF_8)));

            assertThat(answer.json()).containsEntry("name", "b");
        }

        @ParameterizedTest
        @ValueSource(
                strings = {
                    "",
                    "{}",
                    "{\"metadata\":{}}",
                    "{\"metadata\":{\"team\":\"blue\"}}",
                    "{\"metadata\":{\"none\":null,\"\":null}}",
                    "{\"name\":\"a key\"}",
                    "{\"scopes\":[\"node:read\",\"node:read\"]}",
                    "{\"rate_limit\":{\"window_seconds\":60,\"requests\":5}}"
                })
        void patchThatChangesNothingWritesNothing(String body) {
            String keyId = key();
            core.calls.take();

            Answer answer = patch(keyId, body);

            assertThat(answer.status()).isEqualTo(200);
            assertThat(answer.headers()).containsEntry("ETag", "\"1\"");
            assertThat(core.calls.take()).containsExactly("GetItem");
            assertThat(stored(keyId).version()).isEqualTo(1);
        }

        @Test
        void changingIsOneReadAndOneWrite() {
            String keyId = key();
            core.calls.take();

            patch(keyId, "{\"name\":\"b\"}");

            assertThat(core.calls.take()).containsExactly("GetItem", "PutItem");
        }

        @Test
        void secretAndHashAreNeverShownAndNothingOfTheBodyIsLogged() {
            Answer[] answer = new Answer[1];

            String lines = LoggedLines.during(() -> answer[0] = patch(key(), "{\"name\":\"ks_live_in-the-body\"}"));

            assertThat(answer[0].status()).isEqualTo(200);
            assertThat(answer[0].json()).doesNotContainKeys("key", "secret", "hash", "version");
            assertThat(lines).contains("\"status\":200").doesNotContain("ks_live", "in-the-body");
        }
    }

    @Nested
    class Versions {

        @Test
        void tagOfAReadIsThatOfTheChangeBefore() {
            String keyId = key();
            Answer first = read(keyId);

            Answer changed = patch(keyId, "{\"name\":\"b\"}");

            assertThat(first.headers()).containsEntry("ETag", "\"1\"");
            assertThat(changed.headers()).containsEntry("ETag", "\"2\"");
            assertThat(read(keyId).headers()).containsEntry("ETag", "\"2\"");
        }

        @ParameterizedTest
        @ValueSource(
                strings = {
                    "\"1\"",
                    " \"1\" ",
                    "*",
                    " * ",
                    "\"0\", \"1\"",
                    "\"1\",\"9\"",
                    "W/\"1\", \"1\"",
                    "\"other\", \"1\"",
                    "\"a,b\", \"1\"",
                    ", \"1\",, "
                })
        void changeIsMadeToAVersionThatIsNamed(String ifMatch) {
            Answer answer = function.call(
                    patch(key(), admin).header("If-Match", ifMatch).mergePatch("{\"name\":\"b\"}"));

            assertThat(answer.status()).isEqualTo(200);
            assertThat(answer.headers()).containsEntry("ETag", "\"2\"");
        }

        @Test
        void longListIsReadLikeAShortOne() {
            String keyId = key();
            String good = ",".repeat(5000) + "\"2\", ".repeat(1000) + "\"1\"";
            String bad = " ,\t".repeat(3000) + "1";

            assertThat(function.call(
                                    patch(keyId, admin).header("If-Match", good).mergePatch("{}"))
                            .status())
                    .isEqualTo(200);
            assertThat(function.call(patch(keyId, admin).header("If-Match", bad).mergePatch("{}"))
                            .status())
                    .isEqualTo(400);
        }

        @Test
        void headerInTwoLinesIsOneList() {
            Answer answer = function.call(patch(key(), admin)
                    .header("If-Match", "\"7\"")
                    .header("if-match", "\"1\"")
                    .mergePatch("{\"name\":\"b\"}"));

            assertThat(answer.status()).isEqualTo(200);
        }

        @ParameterizedTest
        @ValueSource(
                strings = {
                    "\"0\"",
                    "\"2\"",
                    "\"01\"",
                    "\"+1\"",
                    "\"-1\"",
                    "\"1.0\"",
                    "\"\"",
                    "\"*\"",
                    "\"one\"",
                    "\"1,1\"",
                    "W/\"1\"",
                    "\"99999999999999999999999999\"",
                    "\"2\", \"3\""
                })
        void changeToAnotherVersionIsRefused(String ifMatch) {
            String keyId = key();

            Answer answer = function.call(
                    patch(keyId, admin).header("If-Match", ifMatch).mergePatch("{\"name\":\"b\"}"));

            assertThat(answer.status()).isEqualTo(412);
            assertThat(answer.code()).isEqualTo("version_mismatch");
            assertThat(stored(keyId).name()).isEqualTo("a key");
        }

        @Test
        void patchThatChangesNothingIsHeldToTheVersionAsWell() {
            Answer answer = function.call(
                    patch(key(), admin).header("If-Match", "\"2\"").mergePatch("{}"));

            assertThat(answer.status()).isEqualTo(412);
        }

        @ParameterizedTest
        @ValueSource(
                strings = {
                    "",
                    " ",
                    ",",
                    "1",
                    "\"1",
                    "1\"",
                    "'1'",
                    "w/\"1\"",
                    "W/1",
                    "\"1\" \"1\"",
                    "\"1\";\"1\"",
                    "*, \"1\"",
                    "**",
                    "\"a b\"",
                    "\"é\"",
                    "\"1\"\u0000",
                    "\"1\"\n"
                })
        void whatIsNoListOfTagsIsRefused(String ifMatch) {
            String keyId = key();
            core.calls.take();

            Answer answer = function.call(
                    patch(keyId, admin).header("If-Match", ifMatch).mergePatch("{\"name\":\"b\"}"));

            assertThat(answer.status()).isEqualTo(400);
            assertThat(answer.code()).isEqualTo("request_invalid");
            assertThat(answer.text("detail")).contains("If-Match");
            assertThat(core.calls.take()).isEmpty();
        }

        @Test
        void anyVersionAndACertainOneContradictOneAnother() {
            Answer answer = function.call(patch(key(), admin)
                    .header("If-Match", "*")
                    .header("If-Match", "\"1\"")
                    .mergePatch("{\"name\":\"b\"}"));

            assertThat(answer.status()).isEqualTo(400);
        }
    }

    @Nested
    class Returns400 {

        static Stream<Arguments> badBodies() {
            return Stream.of(
                    argumentSet("not JSON", "name=a", ""),
                    argumentSet("JSON patch", "[{\"op\":\"remove\",\"path\":\"/name\"}]", ""),
                    argumentSet("null", "null", ""),
                    argumentSet("two objects", "{}{}", ""),
                    argumentSet("name null", "{\"name\":null}", "/name"),
                    argumentSet("name blank", "{\"name\":\" \"}", "/name"),
                    argumentSet("name too long", "{\"name\":\"" + "a".repeat(201) + "\"}", "/name"),
                    argumentSet("number for a name", "{\"name\":7}", "/name"),
                    argumentSet("name twice", "{\"name\":\"a\",\"name\":\"b\"}", "/name"),
                    argumentSet("control character", "{\"name\":\"a\\u0000\"}", "/name"),
                    argumentSet("text for scopes", "{\"scopes\":\"chat:read\"}", "/scopes"),
                    argumentSet("null among scopes", "{\"scopes\":[\"chat:read\",null]}", "/scopes/1"),
                    argumentSet("scope malformed", "{\"scopes\":[\"chat\"]}", "/scopes/0"),
                    argumentSet("days null", "{\"expires_in_days\":null}", "/expires_in_days"),
                    argumentSet("no days", "{\"expires_in_days\":0}", "/expires_in_days"),
                    argumentSet("days before now", "{\"expires_in_days\":-2147483648}", "/expires_in_days"),
                    argumentSet("too many days", "{\"expires_in_days\":2147483647}", "/expires_in_days"),
                    argumentSet("fraction of days", "{\"expires_in_days\":1.5}", "/expires_in_days"),
                    argumentSet("expiry null", "{\"expires_at\":null}", "/expires_at"),
                    argumentSet("expiry in the past", "{\"expires_at\":\"2020-01-01T00:00:00Z\"}", "/expires_at"),
                    argumentSet(
                            "expiry far away", "{\"expires_at\":\"9999-12-31T23:59:59.999999999Z\"}", "/expires_at"),
                    argumentSet("no time", "{\"expires_at\":\"tomorrow\"}", "/expires_at"),
                    argumentSet(
                            "days and a time",
                            "{\"expires_in_days\":1,\"expires_at\":\"2026-11-21T00:00:00Z\"}",
                            "/expires_at"),
                    argumentSet("maximum age null", "{\"max_expires_at\":null}", "/max_expires_at"),
                    argumentSet(
                            "maximum age later than it is",
                            "{\"max_expires_at\":\"2026-12-18T12:00:00.001Z\"}",
                            "/max_expires_at"),
                    argumentSet(
                            "maximum age before the expiry",
                            "{\"max_expires_at\":\"2026-11-23T11:59:59.999Z\"}",
                            "/max_expires_at"),
                    argumentSet("no quota", "{\"quota\":0}", "/quota"),
                    argumentSet("negative quota", "{\"quota\":-1}", "/quota"),
                    argumentSet("huge quota", "{\"quota\":1000000000001}", "/quota"),
                    argumentSet("fraction of a quota", "{\"quota\":1e3}", "/quota"),
                    argumentSet("text for a quota", "{\"quota\":\"7\"}", "/quota"),
                    argumentSet(
                            "overlapping networks",
                            "{\"allowed_networks\":[\"10.0.0.0/8\",\"10.0.0.0/9\"]}",
                            "/allowed_networks/1"),
                    argumentSet("null for a network", "{\"allowed_networks\":[null]}", "/allowed_networks/0"),
                    argumentSet("array for a rate", "{\"rate_limit\":[5,60]}", "/rate_limit"),
                    argumentSet("half a rate", "{\"rate_limit\":{\"requests\":1}}", "/rate_limit/window_seconds"),
                    argumentSet(
                            "half a rate removed",
                            "{\"rate_limit\":{\"requests\":null,\"window_seconds\":1}}",
                            "/rate_limit/requests"),
                    argumentSet(
                            "no requests",
                            "{\"rate_limit\":{\"requests\":0,\"window_seconds\":1}}",
                            "/rate_limit/requests"),
                    argumentSet(
                            "unknown field in a rate",
                            "{\"rate_limit\":{\"requests\":1,\"window_seconds\":1,\"x\":null}}",
                            "/rate_limit/x"),
                    argumentSet("text for metadata", "{\"metadata\":\"a\"}", "/metadata"),
                    argumentSet("number in metadata", "{\"metadata\":{\"a/b\":7}}", "/metadata/a~1b"),
                    argumentSet("object in metadata", "{\"metadata\":{\"team\":{\"x\":null}}}", "/metadata/team"),
                    argumentSet("empty name in metadata", "{\"metadata\":{\"\":\"a\"}}", "/metadata"),
                    argumentSet(
                            "metadata that only together are over 4 KB",
                            "{\"metadata\":{\"x\":\"" + "a".repeat(4096 - "teambluetier1x".length() + 1) + "\"}}",
                            "/metadata"),
                    argumentSet("unknown field", "{\"colour\":null}", "/colour"),
                    argumentSet("Java's spelling", "{\"rateLimit\":null}", "/rateLimit"),
                    argumentSet("deep", "{\"metadata\":{\"a\":" + "[".repeat(5000), "/metadata/a" + "/0".repeat(30)));
        }

        @ParameterizedTest
        @MethodSource("badBodies")
        void problemNamesTheFieldAndNothingIsChanged(String body, String pointer) {
            // At the time at which the literals above are meant.
            Core atFirst = new Core();
            Principal caller = atFirst.admin();
            ApiKeyMetadata before = atFirst.issue(
                            caller,
                            Asked.forKey()
                                    .expiresInDays(3)
                                    .metadata(Map.of("team", "blue", "tier", "1"))
                                    .build())
                    .metadata();
            try (FunctionUnderTest other = new FunctionUnderTest(atFirst)) {
                Answer answer = other.call(patch(before.keyId().value(), caller).mergePatch(body));

                assertThat(answer.status()).isEqualTo(400);
                assertThat(answer.code()).isEqualTo("request_invalid");
                assertThat(answer.pointers()).containsExactly(pointer);
                assertThat(atFirst.reader.find(caller, before.keyId().value())).hasValue(before);
            }
        }

        @ParameterizedTest
        @ValueSource(
                strings = {
                    "key_id",
                    "key",
                    "owner",
                    "role",
                    "environment",
                    "format",
                    "status",
                    "refresh_after",
                    "grace_ends_at",
                    "created_at",
                    "issued_by",
                    "revoked_at",
                    "revoked_by",
                    "revocation_reason",
                    "version",
                    "hash"
                })
        void fieldThatNobodyMayChangeIsNamed(String field) {
            String keyId = key();

            Answer answer = patch(keyId, "{\"name\":\"b\",\"" + field + "\":\"active\"}");

            assertThat(answer.status()).isEqualTo(400);
            assertThat(answer.pointers()).containsExactly("/" + field);
            assertThat(stored(keyId).version()).isEqualTo(1);
        }

        @Test
        void everythingThatIsWrongIsNamedAtOnce() {
            assertThat(patch(key(), "{\"name\":7,\"scopes\":[1,\"chat:read\",2],\"metadata\":{\"a\":1},\"x\":1}")
                            .pointers())
                    .containsExactly("/name", "/scopes/0", "/scopes/2", "/metadata/a", "/x");
            assertThat(patch(
                                    key(),
                                    "{\"name\":null,\"scopes\":[\"a\"],\"expires_at\":null,\"max_expires_at\":null,"
                                            + "\"expires_in_days\":null}")
                            .pointers())
                    .containsExactlyInAnyOrder(
                            "/name", "/scopes/0", "/expires_at", "/max_expires_at", "/expires_in_days");
        }

        @Test
        void refusalNeverRepeatsAValue() {
            assertThat(patch(key(), "{\"scopes\":[\"ks_live_secret\"],\"metadata\":{\"\":\"ks_live_secret\"}}")
                            .body())
                    .contains("/scopes/0")
                    .doesNotContain("ks_live");
        }
    }

    @Nested
    class ReturnsOther4xx {

        @ParameterizedTest
        @ValueSource(
                strings = {
                    "application/json-patch+json",
                    "application/merge-patch",
                    "application/merge-patch+json; charset=latin1",
                    "application/merge-patch+jsonp",
                    "application/x-www-form-urlencoded",
                    "text/plain",
                    "*/*",
                    ""
                })
        void otherContentTypeIsNotSupported(String contentType) {
            Answer answer = function.call(patch(key(), admin)
                    .header("content-type", contentType)
                    .body("{\"name\":\"b\"}".getBytes(StandardCharsets.UTF_8)));

            assertThat(answer.status()).isEqualTo(415);
            assertThat(answer.code()).isEqualTo("unsupported_media_type");
            assertThat(answer.text("detail")).contains("application/merge-patch+json", "application/json");
        }

        @Test
        void contentTypeGivenTwiceIsNotSupported() {
            Answer answer = function.call(patch(key(), admin)
                    .header("Content-Type", "application/json")
                    .mergePatch("{}"));

            assertThat(answer.status()).isEqualTo(415);
        }

        @Test
        void bodyOverTheLimitIsTooLarge() {
            assertThat(patch(key(), "{}" + " ".repeat(64 * 1024)).status()).isEqualTo(413);
        }

        @Test
        void whatIsAddedMustBeTheCallersToGive() {
            String keyId = key();
            Principal caller = core.principal(core.issue(
                            admin,
                            Asked.forKey()
                                    .owner("acme")
                                    .scopes("keys:update", "chat:*")
                                    .expiresInDays(4)
                                    .rate(5, 60)
                                    .build())
                    .key());

            Answer scopes = function.call(
                    patch(keyId, caller).mergePatch("{\"scopes\":[\"chat:read\",\"node:read\",\"node:write\"]}"));
            Answer days = function.call(patch(keyId, caller).mergePatch("{\"expires_in_days\":5}"));
            Answer rate = function.call(patch(keyId, caller).mergePatch("{\"rate_limit\":null}"));

            assertThat(List.of(scopes, days, rate)).allSatisfy(answer -> {
                assertThat(answer.status()).isEqualTo(403);
                assertThat(answer.code()).isEqualTo("grant_exceeds_own");
            });
            // node:read was the key's before.
            assertThat(scopes.pointers()).containsExactly("/scopes/2");
            assertThat(days.pointers()).containsExactly("/expires_in_days");
            assertThat(rate.pointers()).containsExactly("/rate_limit");
            assertThat(stored(keyId).version()).isEqualTo(1);
        }

        @Test
        void revokedKeyIsAConflict() {
            String keyId = key();
            core.revoker.revoke(admin, keyId, Optional.empty(), Core.origin());

            Answer answer = patch(keyId, "{\"name\":\"b\"}");

            assertThat(answer.status()).isEqualTo(409);
            assertThat(answer.code()).isEqualTo("conflict");
        }

        @Test
        void deletedKeyIsAbsent() {
            String keyId = key();
            core.revoker.delete(admin, keyId, Optional.empty(), Core.origin());

            assertThat(patch(keyId, "{\"name\":\"b\"}").status()).isEqualTo(404);
        }

        @Test
        void anotherOwnersKeyIsAbsentLikeOneThatNeverWasWhateverItsVersion() {
            String keyId = key();
            Principal caller = core.principal(core.issue(admin, "other", "*"));

            Answer forbidden = function.call(patch(keyId, caller)
                    .requestId("same")
                    .header("If-Match", "\"7\"")
                    .mergePatch("{\"name\":\"b\"}"));
            Answer missing = function.call(patch("0000000000000000", caller)
                    .requestId("same")
                    .header("If-Match", "\"7\"")
                    .mergePatch("{\"name\":\"b\"}"));

            assertThat(forbidden.status()).isEqualTo(404);
            assertThat(forbidden.body()).isEqualTo(missing.body());
            assertThat(stored(keyId).name()).isEqualTo("a key");
        }

        @ParameterizedTest
        @ValueSource(strings = {"short", "0000000000000000\u0000", "..", "%2e%2e", "é", "/"})
        void malformedKeyIdIsAbsent(String keyId) {
            Answer answer = patch(keyId, "{\"name\":\"b\"}");

            assertThat(answer.code()).isEqualTo("not_found");
        }

        @Test
        void callerWithoutTheScopeIsRefusedBeforeItsBodyIsRead() {
            Principal caller = core.principal(core.issue(admin, "acme", "keys:read"));

            Answer answer = function.call(patch(key(), caller).mergePatch("not JSON"));

            assertThat(answer.status()).isEqualTo(403);
            assertThat(answer.code()).isEqualTo("scope_insufficient");
        }

        @Test
        void contextThatOurAuthorizerDoesNotMakeIsNoCaller() {
            String keyId = key();
            TestEvent without = TestEvent.of("PATCH", RESOURCE).parameter("key_id", keyId);
            TestEvent forged = TestEvent.of("PATCH", RESOURCE)
                    .parameter("key_id", keyId)
                    .authorizer(Map.of("key_id", admin.keyId().value(), "owner", "acme", "scope", "*"));

            assertThat(function.call(without.mergePatch("{}")).status()).isEqualTo(401);
            assertThat(function.call(forged.mergePatch("{}")).status()).isEqualTo(401);
        }

        @Test
        void otherMethodIsNotAllowed() {
            Answer answer = function.call(TestEvent.of("PUT", RESOURCE)
                    .parameter("key_id", key())
                    .by(admin)
                    .header("X-HTTP-Method-Override", "PATCH")
                    .mergePatch("{\"name\":\"b\"}"));

            assertThat(answer.status()).isEqualTo(405);
        }
    }

    @Test
    void outageOfTheTableIsUnavailable() {
        try (FunctionUnderTest cutOff = new FunctionUnderTest(core, Map.of("keysmith.keys-table", "out-of-reach"))) {
            Answer answer = cutOff.call(patch(key(), admin).mergePatch("{\"name\":\"b\"}"));

            assertThat(answer.status()).isEqualTo(503);
            assertThat(answer.headers()).containsEntry("Retry-After", "1");
        }
    }

    @Test
    void nothingGrowsWithTheNumberOfInvocations() {
        TestEvent nothing = patch(key(), admin).mergePatch("{}");
        TestEvent refused = patch(key(), admin).mergePatch("{\"owner\":null}");
        function.call(nothing);
        function.call(refused);
        int before = function.liveBeans();

        for (int i = 0; i < 200; i++) {
            function.call(nothing);
            function.call(refused);
        }

        assertThat(function.liveBeans()).isEqualTo(before);
    }
}
