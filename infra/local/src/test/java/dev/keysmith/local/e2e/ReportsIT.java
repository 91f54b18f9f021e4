package dev.keysmith.local.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import dev.keysmith.local.e2e.Api.Answer;
import dev.keysmith.local.e2e.Api.IssuedKey;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;

/** Events and reports through the gateway: who may ask, in which form, page by page. */
@ExtendWith(SharedStack.class)
@Timeout(180)
class ReportsIT {

    private static final Duration PATIENCE = Duration.ofSeconds(90);

    private final Api api;
    private final String admin;

    ReportsIT(SharedStack.Handle handle) {
        this.api = handle.api();
        this.admin = handle.adminKey();
    }

    private IssuedKey key(String owner, String name) {
        return api.issue(
                admin,
                "{\"name\":\"" + name + "\",\"owner\":\"" + owner + "\",\"role\":\"admin\",\"expires_in_days\":3}");
    }

    private void awaitEvents(String owner, int events) throws InterruptedException {
        Ledger.await(PATIENCE, () -> {
            Answer answer = get("/v1/events?owner=" + owner, admin);
            return answer.status() == 200 && answer.json().get("events").size() == events;
        });
    }

    private Answer get(String path, String key, String... accept) {
        List<String> headers = new ArrayList<>(List.of("x-api-key", key));
        headers.addAll(List.of(accept));
        return api.get(path, headers.toArray(String[]::new));
    }

    @Test
    void csvIsAnsweredPageByPageAsItsLinksLead() throws InterruptedException {
        IssuedKey first = key("reports-csv", "=1+1");
        IssuedKey second = key("reports-csv", "plain");
        awaitEvents("reports-csv", 2);

        List<String> lines = new ArrayList<>();
        String path = "/v1/reports/expiring?owner=reports-csv&limit=1";
        while (!path.isEmpty()) {
            Answer page = get(path, admin, "accept", "text/csv, application/json;q=0.9");
            assertThat(page.status()).as(page.body()).isEqualTo(200);
            assertThat(page.header("content-type")).startsWith("text/csv");
            assertThat(page.body()).startsWith("key_id,name,").endsWith("\r\n");
            lines.addAll(page.body().lines().skip(1).toList());
            path = page.header("link").replaceAll("^<(.*)>; rel=\"next\"$", "$1");
        }

        assertThat(lines)
                .hasSize(2)
                .anyMatch(line -> line.startsWith(first.keyId() + ",'=1+1,reports-csv,admin,live,"))
                .anyMatch(line -> line.startsWith(second.keyId() + ",plain,reports-csv,admin,live,"));
    }

    @Test
    void everyoneSeesTheirOwnOnly() throws InterruptedException {
        IssuedKey own = key("reports-own", "own");
        IssuedKey foreign = key("reports-foreign", "foreign");
        awaitEvents("reports-own", 1);
        awaitEvents("reports-foreign", 1);

        assertThat(get("/v1/events", own.key()).body()).contains(own.keyId()).doesNotContain(foreign.keyId());
        assertThat(get("/v1/events?owner=reports-foreign", own.key()).status()).isEqualTo(404);
        assertThat(get("/v1/keys/" + foreign.keyId() + "/events", own.key()).status())
                .isEqualTo(404);
        assertThat(get("/v1/keys/" + own.keyId() + "/events", own.key()).status())
                .isEqualTo(200);
        assertThat(get("/v1/reports/expiring", own.key()).body())
                .contains(own.keyId())
                .doesNotContain(foreign.keyId());
        assertThat(get("/v1/reports/unused?days=1", own.key()).json().get("keys"))
                .isEmpty();
        for (String by : List.of("day", "key", "owner")) {
            Answer answer = get("/v1/reports/usage?by=" + by, own.key());
            assertThat(answer.status()).as(answer.body()).isEqualTo(200);
            assertThat(answer.body()).doesNotContain(foreign.keyId(), "reports-foreign");
        }
    }

    @Test
    void scopesAreNeeded() {
        IssuedKey reader = api.issue(admin, "{\"name\":\"reader\",\"scopes\":[\"reports:read\"]}");
        IssuedKey auditor = api.issue(admin, "{\"name\":\"auditor\",\"scopes\":[\"audit:read\"]}");

        assertThat(get("/v1/reports/expiring", reader.key()).status()).isEqualTo(200);
        assertThat(get("/v1/events", reader.key()).status()).isEqualTo(403);
        assertThat(get("/v1/events", auditor.key()).status()).isEqualTo(200);
        assertThat(get("/v1/reports/usage", auditor.key()).status()).isEqualTo(403);
    }

    @Test
    void badQueryIsNamed() {
        Answer answer = get("/v1/reports/usage?from=2026-02-30&by=role", admin);

        assertThat(answer.status()).isEqualTo(400);
        assertThat(answer.body()).contains("\"?from\"", "\"?by\"");
    }
}
