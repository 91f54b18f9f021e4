package dev.keysmith.functions.manage;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;

import dev.keysmith.core.credential.Principal;
import dev.keysmith.core.key.OwnKey;
import dev.keysmith.core.testing.Asked;
import dev.keysmith.core.testing.Core;
import dev.keysmith.functions.api.testing.Answer;
import dev.keysmith.functions.api.testing.FunctionUnderTest;
import dev.keysmith.functions.api.testing.LoggedLines;
import dev.keysmith.functions.api.testing.TestEvent;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** {@code GET /v1/keys}. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class KeyListFunctionTest {

    private final Core core = new Core();
    private final Principal admin = core.admin();
    private final FunctionUnderTest function = new FunctionUnderTest(core);

    @AfterAll
    void stop() {
        function.close();
    }

    /** An owner that has no keys yet. */
    private static String newOwner() {
        return UUID.randomUUID().toString();
    }

    /** A key, issued a moment after the one before. */
    private String keyOf(String owner) {
        core.clock.advance(Duration.ofMillis(1));
        return core.issue(admin, owner).keyId().value();
    }

    private static TestEvent get(Principal caller) {
        return TestEvent.of("GET", "/v1/keys").by(caller);
    }

    private TestEvent getOf(String owner) {
        return get(admin).query("owner", owner);
    }

    private static List<String> keyIds(Answer page) {
        assertThat(page.status()).isEqualTo(200);
        return ((List<?>) requireNonNull(page.json().get("keys")))
                .stream()
                        .map(key -> String.valueOf(((Map<?, ?>) key).get("key_id")))
                        .toList();
    }

    @Nested
    class Returns200 {

        @Test
        void keysAreShownNewestFirst() {
            String owner = newOwner();
            String first = keyOf(owner);
            String second = keyOf(owner);

            Answer answer = function.call(getOf(owner));

            assertThat(keyIds(answer)).containsExactly(second, first);
            assertThat(answer.json()).containsOnlyKeys("keys", "next_cursor").containsEntry("next_cursor", null);
        }

        @Test
        void eachKeyIsShownAsReadingItShowsIt() {
            String owner = newOwner();
            String keyId = keyOf(owner);

            Answer read = function.call(TestEvent.of("GET", "/v1/keys/{key_id}")
                    .parameter("key_id", keyId)
                    .by(admin));

            assertThat(function.call(getOf(owner)).json()).containsEntry("keys", List.of(read.json()));
        }

        @Test
        void ownerIsTheCallersUnlessNamed() {
            String owner = newOwner();
            OwnKey caller = core.issue(admin, owner, "keys:read");
            keyOf(newOwner());

            assertThat(keyIds(function.call(get(core.principal(caller)))))
                    .containsExactly(caller.keyId().value());
            assertThat(keyIds(function.call(get(core.principal(caller)).query("owner", owner))))
                    .containsExactly(caller.keyId().value());
        }

        @Test
        void ownerWithoutKeysHasAnEmptyList() {
            assertThat(function.call(getOf(newOwner())).json())
                    .containsEntry("keys", List.of())
                    .containsEntry("next_cursor", null);
        }

        @ParameterizedTest
        @ValueSource(ints = {1, 2, 3, 5, 100})
        void pagesShowEachKeyOnceAndTheLastOneSaysSo(int limit) {
            String owner = newOwner();
            List<String> issued = new ArrayList<>();
            for (int i = 0; i < 5; i++) {
                // Two at the same time each: a cursor between them must tell them apart.
                issued.add(
                        i % 2 == 0
                                ? keyOf(owner)
                                : core.issue(admin, owner).keyId().value());
            }
            List<String> seen = new ArrayList<>();
            @Nullable Object cursor = null;
            int pages = 0;
            do {
                TestEvent event = getOf(owner).query("limit", Integer.toString(limit));
                Answer page = function.call(cursor == null ? event : event.query("cursor", cursor.toString()));
                assertThat(keyIds(page)).hasSizeLessThanOrEqualTo(limit);
                seen.addAll(keyIds(page));
                cursor = page.json().get("next_cursor");
                pages++;
            } while (cursor != null && pages < 10);

            assertThat(cursor).isNull();
            assertThat(seen).containsExactlyInAnyOrderElementsOf(issued);
        }

        @Test
        void pageHasFiftyKeysUnlessAskedOtherwise() {
            String owner = newOwner();
            for (int i = 0; i < 51; i++) {
                keyOf(owner);
            }

            Answer answer = function.call(getOf(owner));

            assertThat(keyIds(answer)).hasSize(50);
            assertThat(answer.json().get("next_cursor")).isNotNull();
        }

        @Test
        void filtersLookAtTheStatusNowAndAtTheEnvironment() {
            String owner = newOwner();
            String expired = core.issue(
                            admin, Asked.forKey().owner(owner).expiresInDays(1).build())
                    .metadata()
                    .keyId()
                    .value();
            core.clock.advance(Duration.ofDays(1));
            String active = keyOf(owner);
            String test = core.issue(
                            admin,
                            Asked.forKey().owner(owner).environment("test").build())
                    .metadata()
                    .keyId()
                    .value();
            String revoked = keyOf(owner);
            core.revoker.revoke(admin, revoked, Optional.empty(), Core.origin());
            core.revoker.delete(admin, keyOf(owner), Optional.empty(), Core.origin());

            assertThat(keyIds(function.call(getOf(owner).query("status", "expired"))))
                    .containsExactly(expired);
            assertThat(keyIds(function.call(getOf(owner).query("status", "revoked"))))
                    .containsExactly(revoked);
            assertThat(keyIds(function.call(getOf(owner).query("status", "active"))))
                    .containsExactlyInAnyOrder(active, test);
            assertThat(keyIds(function.call(getOf(owner).query("environment", "test"))))
                    .containsExactly(test);
            assertThat(keyIds(function.call(
                            getOf(owner).query("environment", "live").query("status", "active"))))
                    .containsExactly(active);
            assertThat(keyIds(function.call(getOf(owner)))).containsExactlyInAnyOrder(expired, active, test, revoked);
        }

        @Test
        void cursorOfAnotherOwnersListShowsNothingOfThatOwner() {
            String foreign = newOwner();
            keyOf(foreign);
            keyOf(foreign);
            String cursor = function.call(getOf(foreign).query("limit", "1")).text("next_cursor");
            core.clock.advance(Duration.ofMillis(1));
            OwnKey caller = core.issue(admin, newOwner(), "keys:read");
            core.clock.advance(Duration.ofMillis(1));

            Answer answer = function.call(get(core.principal(caller)).query("cursor", cursor));

            // Its own key is newer than the place of the cursor.
            assertThat(keyIds(answer)).isEmpty();
        }

        @ParameterizedTest
        @CsvSource({"0.0000000000000000, 0", "999999999999999.zzzzzzzzzzzzzzzz, 1"})
        void cursorThatSomebodyMadeUpIsAPlaceLikeAnother(String cursor, int keys) {
            String owner = newOwner();
            keyOf(owner);

            assertThat(keyIds(function.call(getOf(owner).query("cursor", cursor))))
                    .hasSize(keys);
        }

        @Test
        void listingIsOneQuery() {
            String owner = newOwner();
            keyOf(owner);
            core.calls.take();

            function.call(getOf(owner));

            assertThat(core.calls.take()).containsExactly("Query");
        }

        @Test
        void secretsAndHashesAreNeverShownAndNothingOfTheQueryIsLogged() {
            String owner = newOwner();
            OwnKey key = core.issue(admin, owner);
            Answer[] answer = new Answer[1];

            String lines = LoggedLines.during(() -> answer[0] = function.call(getOf(owner)));

            assertThat(answer[0].body())
                    .contains(key.keyId().value())
                    .doesNotContain(
                            "\"key\"", "secret", "hash", "pepper", key.reveal().substring(26));
            assertThat(lines).contains("\"status\":200").doesNotContain(owner);
        }
    }

    @Nested
    class Returns400 {

        @ParameterizedTest
        @CsvSource(
                delimiter = '|',
                value = {
                    "limit|0",
                    "limit|101",
                    "limit|-1",
                    "limit|+5",
                    "limit|05",
                    "limit|5.0",
                    "limit|1e1",
                    "limit|' 5'",
                    "limit|''",
                    "limit|٥",
                    "limit|99999999999999999999",
                    "status|''",
                    "status|ACTIVE",
                    "status|deleted",
                    "status|'active,revoked'",
                    "environment|prod",
                    "environment|LIVE",
                    "owner|''",
                    "owner|'a b'",
                    "owner|*",
                    "owner|é",
                    "cursor|''",
                    "cursor|x",
                    "cursor|1.000000000000000",
                    "cursor|1.00000000000000000",
                    "cursor|-1.0000000000000000",
                    "cursor|1e3.0000000000000000",
                    "cursor|9999999999999999.0000000000000000",
                    "cursor|'1.0000000000000000 '",
                    "cursor|1.000000000000000%"
                })
        void badValueIsRefusedWithItsParameter(String name, String value) {
            core.calls.take();

            Answer answer = function.call(get(admin).query(name, value));

            assertThat(answer.status()).isEqualTo(400);
            assertThat(answer.code()).isEqualTo("request_invalid");
            assertThat(answer.pointers()).containsExactly("?" + name);
            assertThat(core.calls.take()).isEmpty();
        }

        @ParameterizedTest
        @ValueSource(strings = {"Limit", "page", "limit[]", "", "\u0000", "key_id"})
        void unknownParameterIsRefusedAndNotRepeated(String name) {
            Answer answer = function.call(get(admin).query(name, "1"));

            assertThat(answer.status()).isEqualTo(400);
            assertThat(answer.pointers()).containsExactly("?");
            assertThat(answer.body()).doesNotContain("\"?" + name + "x", "limit[]", "\u0000");
        }

        @ParameterizedTest
        @ValueSource(strings = {"owner", "status", "environment", "limit", "cursor"})
        void parameterGivenTwiceIsRefused(String name) {
            String value = Map.of(
                            "owner", "acme",
                            "status", "active",
                            "environment", "live",
                            "limit", "1",
                            "cursor", "1.0000000000000000")
                    .getOrDefault(name, "");

            Answer once = function.call(get(admin).query(name, value));
            Answer twice = function.call(get(admin).query(name, value).query(name, value));

            assertThat(once.status()).isEqualTo(200);
            assertThat(twice.status()).isEqualTo(400);
            assertThat(twice.pointers()).containsExactly("?" + name);
        }

        @Test
        void everythingThatIsWrongIsNamedAtOnce() {
            Answer answer = function.call(get(admin)
                    .query("owner", "a b")
                    .query("status", "x")
                    .query("environment", "x")
                    .query("limit", "x")
                    .query("cursor", "x")
                    .query("x", "x"));

            assertThat(answer.pointers())
                    .containsExactlyInAnyOrder("?owner", "?status", "?environment", "?limit", "?cursor", "?");
        }

        @Test
        void refusalNeverRepeatsAValue() {
            Answer answer =
                    function.call(get(admin).query("cursor", "ks_live_secret").query("ks_live_name", "x"));

            assertThat(answer.status()).isEqualTo(400);
            assertThat(answer.body()).doesNotContain("ks_live");
        }
    }

    @Nested
    class ReturnsOther4xx {

        @Test
        void anotherOwnerIsAbsentLikeOneThatNeverWas() {
            String foreign = newOwner();
            keyOf(foreign);
            Principal caller = core.principal(core.issue(admin, "acme", "*"));

            Answer forbidden = function.call(get(caller).query("owner", foreign));
            Answer missing = function.call(get(caller).query("owner", newOwner()));

            assertThat(forbidden.status()).isEqualTo(404);
            assertThat(forbidden.code()).isEqualTo("not_found");
            assertThat(forbidden.body()).isEqualTo(missing.body());
        }

        @Test
        void callerWithoutTheScopeIsRefusedBeforeItsQueryIsRead() {
            Principal caller = core.principal(core.issue(admin, "acme", "keys:update", "keys:issue"));

            Answer answer = function.call(get(caller).query("limit", "x"));

            assertThat(answer.status()).isEqualTo(403);
            assertThat(answer.code()).isEqualTo("scope_insufficient");
        }

        @Test
        void contextThatOurAuthorizerDoesNotMakeIsNoCaller() {
            Answer without = function.call(TestEvent.of("GET", "/v1/keys"));
            Answer forged = function.call(TestEvent.of("GET", "/v1/keys")
                    .authorizer(Map.of("key_id", admin.keyId().value(), "owner", "root", "scope", "* owners:any")));

            assertThat(List.of(without.status(), forged.status())).containsOnly(401);
        }

        @ParameterizedTest
        @ValueSource(strings = {"", "/", ".", "?limit=1"})
        void noKeyIdMakesAListOfAKey(String keyId) {
            Answer answer = function.call(TestEvent.of("GET", "/v1/keys/{key_id}")
                    .parameter("key_id", keyId)
                    .by(admin));

            assertThat(answer.status()).isEqualTo(404);
            assertThat(answer.code()).isEqualTo("not_found");
        }
    }

    @Test
    void outageOfTheTableIsUnavailableAndNoEmptyList() {
        try (FunctionUnderTest cutOff = new FunctionUnderTest(core, Map.of("keysmith.keys-table", "out-of-reach"))) {
            Answer answer = cutOff.call(get(admin));

            assertThat(answer.status()).isEqualTo(503);
            assertThat(answer.code()).isEqualTo("unavailable");
            assertThat(answer.headers()).containsEntry("Retry-After", "1");
        }
    }

    @Test
    void nothingGrowsWithTheNumberOfInvocations() {
        TestEvent list = get(admin).query("limit", "1");
        TestEvent refused = get(admin).query("limit", "x");
        function.call(list);
        function.call(refused);
        int before = function.liveBeans();

        for (int i = 0; i < 200; i++) {
            function.call(list);
            function.call(refused);
        }

        assertThat(function.liveBeans()).isEqualTo(before);
    }
}
