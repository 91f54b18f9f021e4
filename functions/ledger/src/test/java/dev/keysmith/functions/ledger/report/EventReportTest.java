package dev.keysmith.functions.ledger.report;

import static dev.keysmith.functions.ledger.report.Reports.caller;
import static dev.keysmith.functions.ledger.report.Reports.each;
import static dev.keysmith.functions.ledger.report.Reports.newKeyId;
import static dev.keysmith.functions.ledger.report.Reports.newOwner;
import static org.assertj.core.api.Assertions.assertThat;

import dev.keysmith.core.credential.Principal;
import dev.keysmith.functions.api.testing.Answer;
import dev.keysmith.functions.api.testing.LoggedLines;
import dev.keysmith.functions.api.testing.TestEvent;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** {@code GET /v1/events}. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class EventReportTest {

    private static final String PATH = "/v1/events";
    private static final Instant AT = Instant.parse("2026-11-20T12:00:00.123Z");

    private final Reports reports = Reports.onNewDatabase();
    private final Principal everyone = caller("root", "audit:read owners:any");

    @AfterAll
    void stop() {
        reports.close();
    }

    private static Principal reader(String owner) {
        return caller(owner, "audit:read");
    }

    @Nested
    class Returns200 {

        @Test
        void eventIsShownWithAllItsFieldsAndNoOthers() {
            String owner = newOwner();
            String keyId = newKeyId();
            reports.event(
                    owner,
                    keyId,
                    3,
                    "revoked",
                    AT,
                    "deployment",
                    "left \"us\"",
                    "{\"n\":{\"before\":null,\"after\":[1,\"x\"]}}");

            Answer answer = reports.get(PATH, reader(owner));

            assertThat(answer.status()).isEqualTo(200);
            assertThat(answer.headers()).containsEntry("Vary", "Accept").doesNotContainKey("Link");
            assertThat(answer.headers().get("Content-Type")).startsWith("application/json");
            assertThat(answer.body()).isEqualTo("""
                            {"events":[{"action":"revoked","key_id":"%s","owner":"%s","actor":"deployment","actor_owner":"%s",\
                            "source_ip":"192.0.2.1","request_id":"r","reason":"left \\"us\\"","at":"2026-11-20T12:00:00.123Z",\
                            "version":3,"changes":{"n":{"before":null,"after":[1,"x"]}}}],"next_cursor":null}""".formatted(keyId, owner, owner));
        }

        @Test
        void newestComesFirst() {
            String owner = newOwner();
            String keyId = newKeyId();
            reports.event(owner, keyId, 1, "issued", AT);
            reports.event(owner, keyId, 2, "updated", AT.plusMillis(1));
            reports.event(owner, newKeyId(), 1, "imported", AT.minusMillis(1));

            assertThat(each(reports.get(PATH, reader(owner)), "events", "action"))
                    .containsExactly("updated", "issued", "imported");
        }

        @ParameterizedTest
        @ValueSource(ints = {1, 2, 3, 7, 100})
        void pagesShowEachEventOnceAlsoWhereTimesAreEqual(int limit) {
            String owner = newOwner();
            List<String> stored = new ArrayList<>();
            for (int key = 0; key < 3; key++) {
                String keyId = newKeyId();
                for (int version = 1; version <= 4; version++) {
                    reports.event(owner, keyId, version, "updated", AT.plusMillis(version / 3));
                    stored.add(keyId);
                }
            }

            assertThat(reports.eachOfAllPages(PATH, reader(owner), "events", "key_id", "limit", "" + limit))
                    .containsExactlyInAnyOrderElementsOf(stored);
            assertThat(reports.eachOfAllPages(PATH, reader(owner), "events", "at", "limit", "" + limit))
                    .isSortedAccordingTo(Comparator.reverseOrder());
        }

        @Test
        void pageHasFiftyEventsUnlessAskedOtherwiseAndLinksToTheNext() {
            String owner = newOwner();
            String keyId = newKeyId();
            for (int version = 1; version <= 51; version++) {
                reports.event(owner, keyId, version, "updated", AT);
            }

            Answer answer = reports.get(PATH, reader(owner), "action", "updated");

            assertThat(each(answer, "events", "version")).hasSize(50);
            assertThat(answer.headers())
                    .containsEntry(
                            "Link",
                            "</v1/events?action=updated&cursor=" + answer.text("next_cursor") + ">; rel=\"next\"");
        }

        @Test
        void filtersNarrowTheList() {
            String owner = newOwner();
            String keyId = newKeyId();
            String actor = newKeyId();
            reports.event(owner, keyId, 1, "issued", AT, actor, null, "{}");
            reports.event(owner, keyId, 2, "updated", AT.plusSeconds(1), actor, null, "{}");
            reports.event(owner, keyId, 3, "updated", AT.plusSeconds(2));
            reports.event(newOwner(), newKeyId(), 9, "updated", AT.plusSeconds(1), actor, null, "{}");

            assertThat(versions(owner, "actor", actor)).containsExactly("2", "1");
            assertThat(versions(owner, "action", "updated")).containsExactly("3", "2");
            assertThat(versions(owner, "action", "updated", "actor", actor)).containsExactly("2");
            assertThat(versions(owner, "from", AT.plusSeconds(1).toString())).containsExactly("3", "2");
            assertThat(versions(owner, "to", AT.plusSeconds(1).toString())).containsExactly("1");
            assertThat(versions(
                            owner,
                            "from",
                            AT.plusSeconds(1).toString(),
                            "to",
                            AT.plusSeconds(2).toString()))
                    .containsExactly("2");
            assertThat(versions(owner, "from", AT.toString(), "to", AT.toString()))
                    .isEmpty();
            assertThat(versions(owner, "actor", "deployment")).isEmpty();
            assertThat(versions(owner, "from", "0000-01-01T00:00:00Z", "to", "9999-12-31T23:59:59.999999999Z"))
                    .hasSize(3);
        }

        @Test
        void pagesStayWithinTheirRange() {
            String owner = newOwner();
            String keyId = newKeyId();
            for (int version = 1; version <= 6; version++) {
                reports.event(owner, keyId, version, "updated", AT.plusSeconds(version));
            }

            assertThat(reports.eachOfAllPages(
                            PATH,
                            reader(owner),
                            "events",
                            "version",
                            "limit",
                            "1",
                            "from",
                            AT.plusSeconds(2).toString(),
                            "to",
                            AT.plusSeconds(5).toString()))
                    .containsExactly("4", "3", "2");
        }

        @Test
        void ownersAreEveryonesOnlyForWhoMayActForAny() {
            String owner = newOwner();
            String other = newOwner();
            String actor = newKeyId();
            reports.event(owner, newKeyId(), 1, "issued", AT, actor, null, "{}");
            reports.event(other, newKeyId(), 2, "issued", AT, actor, null, "{}");

            assertThat(each(reports.get(PATH, everyone, "actor", actor), "events", "owner"))
                    .containsExactlyInAnyOrder(owner, other);
            assertThat(each(reports.get(PATH, everyone, "owner", other), "events", "owner"))
                    .containsExactly(other);
            assertThat(each(reports.get(PATH, caller(owner, "*"), "actor", actor), "events", "owner"))
                    .containsExactly(owner);
            assertThat(each(reports.get(PATH, reader(owner), "owner", owner), "events", "owner"))
                    .containsExactly(owner);
        }

        @ParameterizedTest
        @CsvSource({"'',''", "action,issued", "actor," + Reports.READER, "from,2026-01-01T00:00:00Z", "limit,100"})
        void nothingOfAnotherOwnerIsSeenByAnyFilterOrCursor(String name, String value) {
            String owner = newOwner();
            String other = newOwner();
            for (int version = 1; version <= 3; version++) {
                reports.event(owner, newKeyId(), version, "issued", AT.plusSeconds(version));
                reports.event(other, newKeyId(), version, "issued", AT.plusSeconds(version));
            }
            List<String> filter = name.isEmpty() ? List.of() : List.of(name, value);
            String cursor =
                    reports.get(PATH, everyone, "owner", other, "limit", "1").text("next_cursor");
            List<String> later = new ArrayList<>(filter);
            later.addAll(List.of("cursor", cursor));

            assertThat(each(reports.get(PATH, reader(owner), filter.toArray(String[]::new)), "events", "owner"))
                    .hasSize(3)
                    .containsOnly(owner);
            assertThat(each(reports.get(PATH, reader(owner), later.toArray(String[]::new)), "events", "owner"))
                    .containsOnly(owner);
        }

        @Test
        void ownerWithoutEventsHasAnEmptyList() {
            Answer answer = reports.get(PATH, reader(newOwner()));

            assertThat(answer.body()).isEqualTo("{\"events\":[],\"next_cursor\":null}");
        }

        @ParameterizedTest
        @CsvSource({
            "0.0000000000000000.0.0.0.0, 0",
            "253402300799000000.zzzzzzzzzzzzzzzz.253402300799000000.999999999.999999999999999999.9, 1"
        })
        void cursorThatSomebodyMadeUpIsAPlaceLikeAnother(String cursor, int events) {
            String owner = newOwner();
            reports.event(owner, newKeyId(), 1, "issued", AT);

            assertThat(each(reports.get(PATH, reader(owner), "cursor", cursor), "events", "version"))
                    .hasSize(events);
        }

        @Test
        void csvHasALineForEachEventAndNoFormula() {
            String owner = newOwner();
            String keyId = newKeyId();
            reports.event(
                    owner,
                    keyId,
                    12,
                    "revoked",
                    AT,
                    "deployment",
                    "=HYPERLINK(\"http://x\"),\r\n1",
                    "{\"a\": {\"after\": \"=1\"}}");

            Answer answer =
                    reports.function.call(Reports.event(PATH, reader(owner)).header("Accept", "text/csv"));

            assertThat(answer.status()).isEqualTo(200);
            assertThat(answer.headers())
                    .containsEntry("Content-Type", "text/csv; charset=utf-8; header=present")
                    .containsEntry("Vary", "Accept");
            assertThat(answer.body())
                    .isEqualTo(
                            "action,key_id,owner,actor,actor_owner,source_ip,request_id,reason,at,version,changes\r\n"
                                    + "revoked,%s,%s,deployment,%s,192.0.2.1,r,\"'=HYPERLINK(\"\"http://x\"\"),\r\n1\",2026-11-20T12:00:00.123Z,12,\"{\"\"a\"\":{\"\"after\"\":\"\"=1\"\"}}\"\r\n"
                                            .formatted(keyId, owner, owner));
        }

        @Test
        void pagesOfCsvFollowTheirLinks() {
            String owner = newOwner();
            String keyId = newKeyId();
            reports.event(owner, keyId, 1, "issued", AT);
            reports.event(owner, keyId, 2, "updated", AT);
            TestEvent first = Reports.event(PATH, reader(owner), "limit", "1").header("Accept", "text/csv");

            String link = reports.function.call(first).headers().getOrDefault("Link", "");

            assertThat(link).startsWith("</v1/events?cursor=").endsWith("&limit=1>; rel=\"next\"");
            String cursor = link.replaceAll(".*cursor=([^&]*).*", "$1");
            Answer last = reports.function.call(Reports.event(PATH, reader(owner), "limit", "1", "cursor", cursor)
                    .header("accept", "text/csv"));
            assertThat(last.body().lines()).hasSize(2).anyMatch(line -> line.startsWith("issued,"));
            assertThat(last.headers()).doesNotContainKey("Link");
        }

        @Test
        void nothingOfTheQueryOrOfEventsIsLogged() {
            String owner = newOwner();
            reports.event(owner, newKeyId(), 1, "revoked", AT, "deployment", "a-reason", "{}");

            String lines = LoggedLines.during(() -> reports.get(PATH, everyone, "owner", owner));

            assertThat(lines).contains("\"status\":200").doesNotContain(owner, "a-reason");
        }

        private List<String> versions(String owner, String... query) {
            return each(reports.get(PATH, reader(owner), query), "events", "version");
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
                    "limit|05",
                    "limit|1;DROP TABLE event",
                    "owner|''",
                    "owner|a'' OR ''1''=''1",
                    "owner|*",
                    "action|''",
                    "action|ISSUED",
                    "action|issued'';--",
                    "action|unknown",
                    "actor|''",
                    "actor|Deployment",
                    "actor|x'' OR true --",
                    "actor|'0000000000000000 '",
                    "from|''",
                    "from|2026-01-01",
                    "from|2026-02-30T00:00:00Z",
                    "from|2026-01-01T00:00:00+01:00",
                    "from|2026-01-01T00:00:00.0000000001Z",
                    "from|1767225600",
                    "from|infinity",
                    "to|now()",
                    "to|2026-13-01T00:00:00Z",
                    "to|-2026-01-01T00:00:00Z",
                    "cursor|''",
                    "cursor|x",
                    "cursor|1.0000000000000000",
                    "cursor|-1.0000000000000000.0.0.0.0",
                    "cursor|1.000000000000000''.0.0.0.0",
                    "cursor|253402300799000001.0000000000000000.0.0.0.0",
                    "cursor|1.0000000000000000.999999999999999999.0.0.0",
                    "cursor|1.0000000000000000.0.9999999999.0.0",
                    "cursor|1.0000000000000000.0.0.9999999999999999999.0",
                    "cursor|1.0000000000000000.0.0.0.10"
                })
        void badValueIsRefusedWithItsParameter(String name, String value) {
            Answer answer = reports.get(PATH, everyone, name, value);

            assertThat(answer.status()).isEqualTo(400);
            assertThat(answer.code()).isEqualTo("request_invalid");
            assertThat(answer.pointers()).containsExactly("?" + name);
        }

        @Test
        void rangeThatEndsBeforeItBeginsIsRefused() {
            Answer answer = reports.get(PATH, everyone, "from", AT.plusMillis(1).toString(), "to", AT.toString());

            assertThat(answer.status()).isEqualTo(400);
            assertThat(answer.pointers()).containsExactly("?from");
        }

        @ParameterizedTest
        @ValueSource(strings = {"Limit", "key_id", "days", "", "owner'--", "\u0000"})
        void unknownParameterIsRefusedAndNotRepeated(String name) {
            Answer answer = reports.get(PATH, everyone, name, "1");

            assertThat(answer.status()).isEqualTo(400);
            assertThat(answer.pointers()).containsExactly("?");
        }

        @ParameterizedTest
        @CsvSource({
            "owner,acme",
            "action,issued",
            "actor,deployment",
            "from,2026-01-01T00:00:00Z",
            "to,2026-01-01T00:00:00Z",
            "limit,1"
        })
        void parameterGivenTwiceIsRefused(String name, String value) {
            assertThat(reports.get(PATH, everyone, name, value).status()).isEqualTo(200);
            assertThat(reports.get(PATH, everyone, name, value, name, value).pointers())
                    .containsExactly("?" + name);
        }

        @Test
        void everythingThatIsWrongIsNamedAtOnceAndNothingRepeated() {
            Answer answer = reports.get(
                    PATH,
                    everyone,
                    "owner",
                    "ks_live_ x",
                    "action",
                    "ks_live_x",
                    "actor",
                    "ks_live_x",
                    "from",
                    "ks_live_x",
                    "to",
                    "ks_live_x",
                    "limit",
                    "ks_live_x",
                    "cursor",
                    "ks_live_x");

            assertThat(answer.pointers())
                    .containsExactlyInAnyOrder("?owner", "?action", "?actor", "?from", "?to", "?limit", "?cursor");
            assertThat(answer.body()).doesNotContain("ks_live");
        }
    }

    @Nested
    class ReturnsOther4xx {

        @Test
        void anotherOwnerIsAbsentLikeOneThatNeverWas() {
            String foreign = newOwner();
            reports.event(foreign, newKeyId(), 1, "issued", AT);
            Principal caller = caller("acme", "*");

            Answer forbidden = reports.get(PATH, caller, "owner", foreign);
            Answer missing = reports.get(PATH, caller, "owner", newOwner());

            assertThat(forbidden.status()).isEqualTo(404);
            assertThat(forbidden.code()).isEqualTo("not_found");
            assertThat(forbidden.body()).isEqualTo(missing.body());
        }

        @Test
        void callerWithoutTheScopeIsRefusedBeforeItsQueryIsRead() {
            Answer answer = reports.get(PATH, caller("acme", "keys:* reports:read owners:any"), "limit", "x");

            assertThat(answer.status()).isEqualTo(403);
            assertThat(answer.code()).isEqualTo("scope_insufficient");
        }

        @Test
        void contextThatOurAuthorizerDoesNotMakeIsNoCaller() {
            Answer without = reports.function.call(TestEvent.of("GET", PATH));
            Answer forged = reports.function.call(
                    TestEvent.of("GET", PATH).authorizer(Map.of("owner", "root", "scope", "* owners:any")));

            assertThat(List.of(without.status(), forged.status())).containsOnly(401);
        }
    }
}
