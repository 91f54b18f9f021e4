package dev.keysmith.functions.ledger.report;

import static dev.keysmith.functions.ledger.report.Reports.caller;
import static dev.keysmith.functions.ledger.report.Reports.each;
import static dev.keysmith.functions.ledger.report.Reports.newKeyId;
import static dev.keysmith.functions.ledger.report.Reports.newOwner;
import static org.assertj.core.api.Assertions.assertThat;

import dev.keysmith.core.credential.Principal;
import dev.keysmith.functions.api.testing.Answer;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** {@code GET /v1/reports/usage}. The clock stands on 2026-11-20. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class UsageReportTest {

    private static final String PATH = "/v1/reports/usage";
    private static final Instant LONG_AGO = Instant.parse("2026-01-01T00:00:00Z");
    private static final Instant LATER = Instant.parse("2030-01-01T00:00:00Z");

    private final Reports reports = Reports.onNewDatabase();
    private final Principal everyone = caller("root", "reports:read owners:any");

    @AfterAll
    void stop() {
        reports.close();
    }

    @BeforeEach
    void clear() {
        reports.sql("TRUNCATE usage_day, api_key");
    }

    private static Principal reader(String owner) {
        return caller(owner, "reports:read");
    }

    private String key(String owner) {
        String keyId = newKeyId();
        reports.key(owner, keyId, "active", LATER, LONG_AGO, null);
        return keyId;
    }

    private List<?> rows(Principal caller, String... query) {
        Answer answer = reports.get(PATH, caller, query);
        assertThat(answer.status()).as(answer.body()).isEqualTo(200);
        return (List<?>) answer.json().getOrDefault("rows", List.of());
    }

    @Nested
    class Returns200 {

        @Test
        void everyDayOfTheRangeHasARowNewestFirst() {
            String owner = newOwner();
            reports.usage(owner, key(owner), "2026-11-18", 3);
            reports.usage(owner, key(owner), "2026-11-18", 4);
            reports.usage(owner, key(owner), "2026-11-20", 1);
            reports.usage(owner, key(owner), "2026-11-17", 9);
            reports.usage(owner, key(owner), "2026-11-21", 9);

            Answer answer = reports.get(PATH, reader(owner), "from", "2026-11-18", "to", "2026-11-20");

            assertThat(answer.body()).isEqualTo("""
                            {"rows":[{"day":"2026-11-20","calls":1},{"day":"2026-11-19","calls":0},{"day":"2026-11-18","calls":7}],\
                            "next_cursor":null}""");
            assertThat(answer.headers()).containsEntry("Vary", "Accept").doesNotContainKey("Link");
        }

        @Test
        void rangeIsTheLastThirtyDaysUnlessAskedOtherwise() {
            String owner = newOwner();

            assertThat(each(reports.get(PATH, reader(owner)), "rows", "day"))
                    .hasSize(30)
                    .startsWith("2026-11-20")
                    .endsWith("2026-10-22");
            assertThat(each(reports.get(PATH, reader(owner), "to", "2026-03-01"), "rows", "day"))
                    .hasSize(30)
                    .startsWith("2026-03-01");
            assertThat(each(reports.get(PATH, reader(owner), "from", "2026-11-19"), "rows", "day"))
                    .containsExactly("2026-11-20", "2026-11-19");
        }

        @ParameterizedTest
        @ValueSource(strings = {"1", "7", "50", "100"})
        void pagesShowEachDayOnce(String limit) {
            String owner = newOwner();
            reports.usage(owner, key(owner), "2024-02-29", 1);

            List<String> calls = reports.eachOfAllPages(
                    PATH, reader(owner), "rows", "calls", "limit", limit, "from", "2024-01-01", "to", "2024-12-31");

            assertThat(calls).hasSize(366).containsOnlyOnce("1");
        }

        @Test
        void keysAreSummedUpOverTheRange() {
            String owner = newOwner();
            String one = key(owner);
            String other = key(owner);
            reports.usage(owner, one, "2026-11-19", 3);
            reports.usage(owner, one, "2026-11-20", 4);
            reports.usage(owner, one, "2026-11-21", 100);
            reports.usage(owner, other, "2026-11-20", 5);
            reports.usage(owner, key(owner), "2026-11-20", 0);
            reports.usage(owner, key(owner), "2026-10-01", 5);

            assertThat(List.<Object>copyOf(rows(reader(owner), "by", "key")))
                    .containsExactlyInAnyOrder(
                            Map.of("key_id", one, "owner", owner, "name", "a name", "calls", 7),
                            Map.of("key_id", other, "owner", owner, "name", "a name", "calls", 5));
        }

        @Test
        void ownersAreSummedUpOverTheRange() {
            reports.usage("b", key("b"), "2026-11-19", 3);
            reports.usage("b", key("b"), "2026-11-20", 4);
            reports.usage("a", key("a"), "2026-11-20", 5);
            reports.usage("c", key("c"), "2026-10-01", 5);

            assertThat(List.<Object>copyOf(rows(everyone, "by", "owner")))
                    .containsExactly(Map.of("owner", "a", "calls", 5), Map.of("owner", "b", "calls", 7));
            assertThat(List.<Object>copyOf(rows(reader("b"), "by", "owner")))
                    .containsExactly(Map.of("owner", "b", "calls", 7));
            assertThat(rows(reader("c"), "by", "owner")).isEmpty();
        }

        @ParameterizedTest
        @CsvSource({"key,1", "key,2", "key,100", "owner,1", "owner,2", "owner,100"})
        void pagesShowEachKeyAndEachOwnerOnce(String by, String limit) {
            for (int i = 0; i < 5; i++) {
                // Some without calls in the range, so that pages leave them out.
                reports.usage("o" + i, key("o" + i), i % 3 == 1 ? "2026-01-01" : "2026-11-20", 1);
            }

            assertThat(reports.eachOfAllPages(PATH, everyone, "rows", "owner", "by", by, "limit", limit))
                    .containsExactlyInAnyOrder("o0", "o2", "o3");
        }

        @Test
        void usageThatCameBeforeItsKeyIsEverybodysOnly() {
            String keyId = newKeyId();
            reports.sql("INSERT INTO api_key (key_id) VALUES (?)", keyId);
            reports.usage(null, keyId, "2026-11-20", 5);
            Map<String, @Nullable Object> row = new HashMap<>(Map.of("key_id", keyId, "calls", 5));
            row.put("owner", null);
            row.put("name", null);

            assertThat(List.<Object>copyOf(rows(everyone, "by", "key"))).containsExactly(row);
            assertThat(List.<Object>copyOf(rows(everyone, "from", "2026-11-20")))
                    .containsExactly(Map.of("day", "2026-11-20", "calls", 5));
            assertThat(rows(everyone, "by", "owner")).isEmpty();
            assertThat(List.<Object>copyOf(rows(reader("acme"), "from", "2026-11-20")))
                    .containsExactly(Map.of("day", "2026-11-20", "calls", 0));
        }

        @ParameterizedTest
        @ValueSource(strings = {"day", "key", "owner"})
        void nothingOfAnotherOwnerIsSeen(String by) {
            String own = key("own");
            String foreign = key("foreign");
            reports.usage("own", own, "2026-11-20", 1);
            reports.usage("foreign", foreign, "2026-11-20", 10);
            // It was another owner's before.
            reports.usage("foreign", own, "2026-11-19", 100);

            for (Principal caller : List.of(reader("own"), caller("own", "*"))) {
                assertThat(reports.eachOfAllPages(PATH, caller, "rows", "calls", "by", by, "limit", "1").stream()
                                .mapToInt(Integer::parseInt)
                                .sum())
                        .isEqualTo(1);
            }
            assertThat(reports.eachOfAllPages(PATH, everyone, "rows", "calls", "by", by).stream()
                            .mapToInt(Integer::parseInt)
                            .sum())
                    .isEqualTo(111);
            assertThat(reports.eachOfAllPages(PATH, everyone, "rows", "calls", "by", by, "owner", "own").stream()
                            .mapToInt(Integer::parseInt)
                            .sum())
                    .isEqualTo(1);
        }

        @ParameterizedTest
        @CsvSource({"day,2026-11-01", "day,1970-01-01", "day,9999-12-31", "key,0000000000000000", "owner,zzz", "owner,0"
        })
        void cursorThatSomebodyMadeUpIsAPlaceLikeAnother(String by, String cursor) {
            assertThat(reports.get(PATH, everyone, "by", by, "cursor", cursor).status())
                    .isEqualTo(200);
        }

        @Test
        void csvHasALineForEachRow() {
            String keyId = key("acme");
            reports.usage("acme", keyId, "2026-11-20", 5);
            reports.sql("UPDATE api_key SET name = '  =1+1'");

            assertThat(csv("by", "key")).isEqualTo("key_id,owner,name,calls\r\n%s,acme,'  =1+1,5\r\n".formatted(keyId));
            assertThat(csv("by", "owner")).isEqualTo("owner,calls\r\nacme,5\r\n");
            assertThat(csv("from", "2026-11-19")).isEqualTo("day,calls\r\n2026-11-20,5\r\n2026-11-19,0\r\n");
        }

        private String csv(String... query) {
            return reports.function
                    .call(Reports.event(PATH, everyone, query).header("Accept", "text/csv"))
                    .body();
        }
    }

    @Nested
    class Returns4xx {

        @ParameterizedTest
        @CsvSource({
            "from,''",
            "from,2026-02-30",
            "from,1969-12-31",
            "from,2026-11-20T00:00:00Z",
            "from,yesterday",
            "from,2026-11-21",
            "from,2025-11-19",
            "from,'2026-01-01''; DROP TABLE usage_day'",
            "to,20261120",
            "to,infinity",
            "to,10000-01-01",
            "by,''",
            "by,DAY",
            "by,role",
            "by,'day'')'",
            "limit,0",
            "limit,101",
            "owner,'a b'",
            "owner,''' OR ''''='''",
            "cursor,x",
            "cursor,0000000000000000",
            "cursor,2026-13-01"
        })
        void badValueIsRefusedWithItsParameter(String name, String value) {
            Answer answer = reports.get(PATH, everyone, name, value);

            assertThat(answer.status()).isEqualTo(400);
            assertThat(answer.pointers()).containsExactly("?" + name);
        }

        @ParameterizedTest
        @CsvSource({"key,2026-11-20", "key,a''b", "owner,'a b'", "owner,''"})
        void cursorOfAnotherFormIsRefused(String by, String cursor) {
            assertThat(reports.get(PATH, everyone, "by", by, "cursor", cursor).pointers())
                    .containsExactly("?cursor");
        }

        @Test
        void rangeHasItsBounds() {
            assertThat(reports.get(PATH, everyone, "from", "2025-11-20", "to", "2026-11-20")
                            .status())
                    .isEqualTo(200);
            assertThat(reports.get(PATH, everyone, "from", "2025-11-19", "to", "2026-11-20")
                            .pointers())
                    .containsExactly("?from");
            assertThat(reports.get(PATH, everyone, "from", "2026-11-20", "to", "2026-11-19")
                            .pointers())
                    .containsExactly("?from");
        }

        @Test
        void unknownParameterIsRefused() {
            assertThat(reports.get(PATH, everyone, "days", "7").pointers()).containsExactly("?");
        }

        @Test
        void anotherOwnerIsAbsentLikeOneThatNeverWas() {
            String foreign = newOwner();
            reports.usage(foreign, key(foreign), "2026-11-20", 1);

            Answer forbidden = reports.get(PATH, caller("acme", "*"), "owner", foreign);
            Answer missing = reports.get(PATH, caller("acme", "*"), "owner", newOwner());

            assertThat(forbidden.status()).isEqualTo(404);
            assertThat(forbidden.body()).isEqualTo(missing.body());
        }

        @Test
        void callerWithoutTheScopeIsRefused() {
            assertThat(reports.get(PATH, caller("acme", "audit:read keys:*")).status())
                    .isEqualTo(403);
        }
    }
}
