package dev.keysmith.functions.ledger.report;

import static dev.keysmith.functions.ledger.report.Reports.caller;
import static dev.keysmith.functions.ledger.report.Reports.each;
import static dev.keysmith.functions.ledger.report.Reports.newKeyId;
import static dev.keysmith.functions.ledger.report.Reports.newOwner;
import static org.assertj.core.api.Assertions.assertThat;

import dev.keysmith.core.credential.Principal;
import dev.keysmith.functions.api.testing.Answer;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** {@code GET /v1/reports/expiring} and {@code GET /v1/reports/unused}. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class KeyReportTest {

    private static final String EXPIRING = "/v1/reports/expiring";
    private static final String UNUSED = "/v1/reports/unused";

    private final Reports reports = Reports.onNewDatabase();
    private final Instant now = reports.clock.instant();

    @AfterAll
    void stop() {
        reports.close();
    }

    private static Principal reader(String owner) {
        return caller(owner, "reports:read");
    }

    private Instant in(int days) {
        return now.plus(Duration.ofDays(days));
    }

    private String expiring(String owner, Instant expiresAt) {
        String keyId = newKeyId();
        reports.key(owner, keyId, "active", expiresAt, in(-1), null);
        return keyId;
    }

    private String idle(String owner, Instant createdAt) {
        String keyId = newKeyId();
        reports.key(owner, keyId, "active", in(1), createdAt, null);
        return keyId;
    }

    @Nested
    class Returns200 {

        @Test
        void keyIsShownWithAllItsFieldsAndNoOthers() {
            String owner = newOwner();
            String keyId = newKeyId();
            reports.key(owner, keyId, "active", in(2), in(-40), in(-35));

            for (String path : List.of(EXPIRING, UNUSED)) {
                Answer answer = reports.get(path, reader(owner));

                assertThat(answer.headers()).containsEntry("Vary", "Accept").doesNotContainKey("Link");
                assertThat(answer.body()).isEqualTo("""
                                {"keys":[{"key_id":"%s","name":"a name","owner":"%s","role":"basic","environment":"live",\
                                "created_at":"%s","expires_at":"%s","last_used_at":"%s","total":7}],"next_cursor":null}""".formatted(keyId, owner, in(-40), in(2), in(-35)));
            }
        }

        @Test
        void keyThatWasNeverUsedSaysSo() {
            String owner = newOwner();
            expiring(owner, in(1));

            assertThat(reports.get(EXPIRING, reader(owner)).body()).contains("\"last_used_at\":null");
        }

        @Test
        void activeKeysThatExpireSoonAreShownSoonestFirst() {
            String owner = newOwner();
            String later = expiring(owner, in(7));
            String sooner = expiring(owner, now.plusMillis(1));
            String beyond = expiring(owner, in(7).plusMillis(1));
            expiring(owner, now);
            reports.key(owner, newKeyId(), "revoked", in(1), in(-1), null);
            reports.key(owner, newKeyId(), "deleted", in(1), in(-1), null);

            assertThat(each(reports.get(EXPIRING, reader(owner)), "keys", "key_id"))
                    .containsExactly(sooner, later);
            assertThat(each(reports.get(EXPIRING, reader(owner), "days", "8"), "keys", "key_id"))
                    .containsExactly(sooner, later, beyond);
            assertThat(each(reports.get(EXPIRING, reader(owner), "days", "365"), "keys", "key_id"))
                    .hasSize(3);
        }

        @Test
        void activeKeysThatAreNotUsedAreShownLongestIdleFirst() {
            String owner = newOwner();
            String issued = idle(owner, in(-30));
            String used = newKeyId();
            reports.key(owner, used, "active", in(1), in(-100), in(-31));
            String older = idle(owner, in(-90));
            idle(owner, in(-30).plusMillis(1));
            reports.key(owner, newKeyId(), "active", in(1), in(-100), in(-1));
            reports.key(owner, newKeyId(), "active", now, in(-100), null);
            reports.key(owner, newKeyId(), "revoked", in(1), in(-100), null);

            assertThat(each(reports.get(UNUSED, reader(owner)), "keys", "key_id"))
                    .containsExactly(older, used, issued);
            assertThat(each(reports.get(UNUSED, reader(owner), "days", "31"), "keys", "key_id"))
                    .containsExactly(older, used);
            assertThat(each(reports.get(UNUSED, reader(owner), "days", "3650"), "keys", "key_id"))
                    .isEmpty();
        }

        @ParameterizedTest
        @CsvSource({EXPIRING + ",1", EXPIRING + ",2", EXPIRING + ",100", UNUSED + ",1", UNUSED + ",3", UNUSED + ",100"})
        void pagesShowEachKeyOnceAlsoWhereTimesAreEqual(String path, String limit) {
            String owner = newOwner();
            List<String> stored = new ArrayList<>();
            for (int i = 0; i < 7; i++) {
                String keyId = newKeyId();
                // In microseconds: finer than any time that we show.
                reports.key(
                        owner, keyId, "active", in(1).plusNanos(i / 3 * 1000L), in(-40).plusNanos(i / 3 * 1000L), null);
                stored.add(keyId);
            }

            assertThat(reports.eachOfAllPages(path, reader(owner), "keys", "key_id", "limit", limit))
                    .containsExactlyInAnyOrderElementsOf(stored);
        }

        @ParameterizedTest
        @ValueSource(strings = {EXPIRING, UNUSED})
        void nothingOfAnotherOwnerIsSeenByAnyFilterOrCursor(String path) {
            String owner = newOwner();
            String other = newOwner();
            for (int i = 0; i < 3; i++) {
                reports.key(owner, newKeyId(), "active", in(1), in(-40), null);
                reports.key(other, newKeyId(), "active", in(1), in(-40), null);
            }
            Principal everyone = caller("root", "reports:read owners:any");
            Answer foreign = reports.get(path, everyone, "owner", other, "limit", "1");

            assertThat(each(foreign, "keys", "owner")).containsExactly(other);
            assertThat(each(reports.get(path, everyone), "keys", "owner")).contains(owner, other);
            assertThat(each(reports.get(path, caller(owner, "*")), "keys", "owner"))
                    .hasSize(3)
                    .containsOnly(owner);
            assertThat(each(reports.get(path, reader(owner), "cursor", foreign.text("next_cursor")), "keys", "owner"))
                    .allMatch(owner::equals);
        }

        @ParameterizedTest
        @ValueSource(strings = {EXPIRING, UNUSED})
        void csvHasALineForEachKeyAndNoFormula(String path) {
            String owner = newOwner();
            String keyId = newKeyId();
            reports.key(owner, keyId, "active", in(2), in(-40), null);
            reports.key(owner, newKeyId(), "active", in(3), in(-39), null);
            reports.sql("UPDATE api_key SET name = ? WHERE owner = ?", "@SUM(1,1)", owner);

            Answer answer = reports.function.call(
                    Reports.event(path, reader(owner), "limit", "1").header("Accept", "text/csv"));

            assertThat(answer.body())
                    .isEqualTo("key_id,name,owner,role,environment,created_at,expires_at,last_used_at,total\r\n"
                            + "%s,\"'@SUM(1,1)\",%s,basic,live,%s,%s,,7\r\n".formatted(keyId, owner, in(-40), in(2)));
            assertThat(answer.headers().get("Link"))
                    .startsWith("<" + path + "?cursor=")
                    .endsWith("." + keyId + "&limit=1>; rel=\"next\"");
        }
    }

    @Nested
    class Returns4xx {

        @ParameterizedTest
        @CsvSource({
            "days,0",
            "days,''",
            "days,-7",
            "days,7.0",
            "days,99999999999",
            "days,'7; DROP TABLE api_key'",
            "limit,0",
            "limit,101",
            "owner,'a b'",
            "owner,''' OR ''''='''",
            "cursor,x",
            "cursor,1.000000000000000",
            "cursor,253402300799000001.0000000000000000",
            "cursor,'1.000000000000000'''",
            "by,day"
        })
        void badQueryIs400(String name, String value) {
            for (String path : List.of(EXPIRING, UNUSED)) {
                Answer answer = reports.get(path, caller("root", "* owners:any"), name, value);

                assertThat(answer.status()).isEqualTo(400);
                assertThat(answer.pointers()).containsExactly(name.equals("by") ? "?" : "?" + name);
            }
        }

        @Test
        void daysHaveTheirBounds() {
            assertThat(reports.get(EXPIRING, reader("acme"), "days", "366").pointers())
                    .containsExactly("?days");
            assertThat(reports.get(UNUSED, reader("acme"), "days", "3651").pointers())
                    .containsExactly("?days");
        }

        @ParameterizedTest
        @ValueSource(strings = {EXPIRING, UNUSED})
        void anotherOwnerIsAbsentLikeOneThatNeverWas(String path) {
            String foreign = newOwner();
            reports.key(foreign, newKeyId(), "active", in(1), in(-40), null);

            Answer forbidden = reports.get(path, caller("acme", "*"), "owner", foreign);
            Answer missing = reports.get(path, caller("acme", "*"), "owner", newOwner());

            assertThat(forbidden.status()).isEqualTo(404);
            assertThat(forbidden.body()).isEqualTo(missing.body());
        }

        @ParameterizedTest
        @ValueSource(strings = {EXPIRING, UNUSED})
        void callerWithoutTheScopeIsRefused(String path) {
            assertThat(reports.get(path, caller("acme", "audit:read keys:*")).status())
                    .isEqualTo(403);
        }
    }
}
