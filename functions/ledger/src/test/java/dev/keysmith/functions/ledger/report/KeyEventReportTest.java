package dev.keysmith.functions.ledger.report;

import static dev.keysmith.functions.ledger.report.Reports.caller;
import static dev.keysmith.functions.ledger.report.Reports.each;
import static dev.keysmith.functions.ledger.report.Reports.newKeyId;
import static dev.keysmith.functions.ledger.report.Reports.newOwner;
import static org.assertj.core.api.Assertions.assertThat;

import dev.keysmith.core.credential.Principal;
import dev.keysmith.functions.api.testing.Answer;
import dev.keysmith.functions.api.testing.TestEvent;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** {@code GET /v1/keys/{key_id}/events}. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class KeyEventReportTest {

    private static final Instant AT = Instant.parse("2026-11-20T12:00:00Z");

    private final Reports reports = Reports.onNewDatabase();

    @AfterAll
    void stop() {
        reports.close();
    }

    private static TestEvent event(String keyId, Principal caller, String... query) {
        return Reports.event("/v1/keys/{key_id}/events", caller, query).parameter("key_id", keyId);
    }

    private Answer get(String keyId, Principal caller, String... query) {
        return reports.function.call(event(keyId, caller, query));
    }

    private static Principal reader(String owner) {
        return caller(owner, "audit:read");
    }

    @Nested
    class Returns200 {

        @Test
        void eventsComeInTheOrderOfTheirPositionWhateverTheirTimes() {
            String owner = newOwner();
            String keyId = newKeyId();
            reports.event(owner, keyId, 1, "issued", AT.plusSeconds(9));
            reports.event(owner, keyId, 10, "purged", AT);
            reports.event(owner, keyId, 2, "deleted", AT.plusSeconds(3));
            reports.event(owner, newKeyId(), 5, "issued", AT);
            reports.sql("UPDATE event SET epoch = 1, version = 1 WHERE key_id = ? AND version = 10", keyId);

            assertThat(each(get(keyId, reader(owner)), "events", "action"))
                    .containsExactly("purged", "deleted", "issued");
        }

        @ParameterizedTest
        @ValueSource(ints = {1, 2, 3, 100})
        void pagesShowEachEventOnce(int limit) {
            String owner = newOwner();
            String keyId = newKeyId();
            for (int version = 1; version <= 6; version++) {
                reports.event(owner, keyId, version, "updated", AT);
            }
            List<String> seen = new ArrayList<>();
            @Nullable Object cursor = null;
            do {
                TestEvent event = event(keyId, reader(owner), "limit", "" + limit);
                Answer page = reports.function.call(cursor == null ? event : event.query("cursor", cursor.toString()));
                seen.addAll(each(page, "events", "version"));
                cursor = page.json().get("next_cursor");
            } while (cursor != null);

            assertThat(seen).containsExactly("6", "5", "4", "3", "2", "1");
        }

        @Test
        void filtersNarrowTheListAndNothingLeftIsAnEmptyList() {
            String owner = newOwner();
            String keyId = newKeyId();
            String actor = newKeyId();
            reports.event(owner, keyId, 1, "issued", AT);
            reports.event(owner, keyId, 2, "updated", AT.plusSeconds(1), actor, null, "{}");

            assertThat(each(get(keyId, reader(owner), "action", "issued"), "events", "version"))
                    .containsExactly("1");
            assertThat(each(get(keyId, reader(owner), "actor", actor), "events", "version"))
                    .containsExactly("2");
            assertThat(each(get(keyId, reader(owner), "from", AT.plusSeconds(1).toString()), "events", "version"))
                    .containsExactly("2");
            assertThat(each(get(keyId, reader(owner), "to", AT.plusSeconds(1).toString()), "events", "version"))
                    .containsExactly("1");
            assertThat(each(get(keyId, reader(owner), "action", "purged"), "events", "version"))
                    .isEmpty();
            assertThat(each(get(keyId, reader(owner), "cursor", "0.0000000000000000.0.0.0.0"), "events", "version"))
                    .isEmpty();
        }

        @Test
        void formerOwnerSeesItsPartOfAKeyThatIsAnothersNow() {
            String former = newOwner();
            String present = newOwner();
            String keyId = newKeyId();
            reports.event(former, keyId, 1, "imported", AT);
            reports.event(former, keyId, 2, "purged", AT);
            reports.event(present, keyId, 3, "imported", AT.plusSeconds(1));

            assertThat(each(get(keyId, reader(former)), "events", "version")).containsExactly("2", "1");
            assertThat(each(get(keyId, reader(present)), "events", "version")).containsExactly("3");
            assertThat(each(get(keyId, caller("root", "audit:read owners:any")), "events", "version"))
                    .containsExactly("3", "2", "1");
        }

        @Test
        void csvLinksToTheNextPageOfTheSameKey() {
            String owner = newOwner();
            String keyId = newKeyId();
            reports.event(owner, keyId, 1, "issued", AT);
            reports.event(owner, keyId, 2, "updated", AT);

            Answer answer = reports.function.call(
                    event(keyId, reader(owner), "limit", "1").header("Accept", "text/csv"));

            assertThat(answer.body().lines()).hasSize(2);
            assertThat(answer.headers().get("Link"))
                    .startsWith("</v1/keys/" + keyId + "/events?cursor=")
                    .endsWith("&limit=1>; rel=\"next\"");
        }
    }

    @Nested
    class Returns4xx {

        @ParameterizedTest
        @CsvSource({
            "limit,0",
            "owner,acme",
            "action,x",
            "actor,x",
            "from,x",
            "to,2026-01-01",
            "cursor,1.0000000000000000",
            "cursor,'1'' OR ''1''=''1'",
            "by,day"
        })
        void badQueryIs400(String name, String value) {
            Answer answer = get(newKeyId(), reader("acme"), name, value);

            assertThat(answer.status()).isEqualTo(400);
            assertThat(answer.pointers()).containsExactly(List.of("owner", "by").contains(name) ? "?" : "?" + name);
        }

        @Test
        void anotherOwnersKeyIsAbsentLikeOneThatNeverWas() {
            String foreign = newKeyId();
            reports.event(newOwner(), foreign, 1, "issued", AT);

            Answer forbidden = get(foreign, caller("acme", "*"));
            Answer missing = get(newKeyId(), caller("acme", "*"));

            assertThat(forbidden.status()).isEqualTo(404);
            assertThat(forbidden.code()).isEqualTo("not_found");
            assertThat(forbidden.body()).isEqualTo(missing.body());
        }

        @ParameterizedTest
        @ValueSource(strings = {"short", "0000000000000000\u0000", "..", "é", "/", "", "000000000000000'", "%"})
        void malformedKeyIdIsAbsent(String keyId) {
            assertThat(get(keyId, caller("root", "* owners:any")).status()).isEqualTo(404);
        }

        @Test
        void callerWithoutTheScopeIsRefused() {
            Answer answer = get(newKeyId(), caller("acme", "keys:* reports:*"));

            assertThat(answer.status()).isEqualTo(403);
            assertThat(answer.code()).isEqualTo("scope_insufficient");
        }
    }
}
