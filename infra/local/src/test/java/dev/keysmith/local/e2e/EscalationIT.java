package dev.keysmith.local.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.keysmith.local.e2e.Api.Answer;
import dev.keysmith.local.e2e.Api.IssuedKey;
import java.time.Duration;
import java.time.Instant;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A key that may manage keys tries to get, or to give, more than it has. */
@ExtendWith(SharedStack.class)
class EscalationIT {

    private static final String MANAGING = ",\"scopes\":[\"keys:issue\",\"keys:update\",\"keys:rotate\",\"chat:*\"]";
    private static final String TWO_DAYS = ",\"expires_in_days\":2";
    private static final String HOURLY_THOUSAND = ",\"rate_limit\":{\"requests\":1000,\"window_seconds\":3600}";

    private final Api api;
    private final String admin;
    private final String owner = "owner-" + UUID.randomUUID();
    private final IssuedKey manager;

    EscalationIT(SharedStack.Handle stack) {
        this.api = stack.api();
        this.admin = stack.adminKey();
        this.manager = issued(",\"role\":\"admin\"" + MANAGING + TWO_DAYS + HOURLY_THOUSAND);
    }

    private IssuedKey issued(String more) {
        return api.issue(admin, "{\"name\":\"k\",\"owner\":\"" + owner + "\"" + more + "}");
    }

    private static void assertExceeds(Answer answer, String why) {
        assertThat(answer.status()).as(why + ": " + answer.body()).isEqualTo(403);
        assertThat(answer.code()).as(why).isEqualTo("grant_exceeds_own");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{\"scopes\":[\"*\"]}",
                "{\"scopes\":[\"chat:read\",\"node:start\"]}",
                "{\"scopes\":[\"keys:*\"]}",
                "{\"scopes\":[\"keys:delete\"]}",
                "{\"scopes\":[\"owners:any\"]}",
                "{\"expires_in_days\":3}",
                "{\"rate_limit\":{\"requests\":1001,\"window_seconds\":3600}}",
                "{\"rate_limit\":{\"requests\":10,\"window_seconds\":1}}"
            })
    void updaterGivesAnotherKeyNothingThatItLacks(String patch) {
        IssuedKey key = issued(",\"expires_in_days\":1,\"rate_limit\":{\"requests\":1,\"window_seconds\":3600}");
        assertExceeds(api.update(manager.key(), key.keyId(), patch), patch);
        assertThat(api.update(
                                manager.key(),
                                key.keyId(),
                                "{\"scopes\":[\"chat:x\"],\"expires_in_days\":2,"
                                        + "\"rate_limit\":{\"requests\":1000,\"window_seconds\":3600}}")
                        .status())
                .isEqualTo(200);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{\"scopes\":[\"*\"]}",
                "{\"scopes\":null}",
                "{\"rate_limit\":null}",
                "{\"rate_limit\":{\"requests\":1001,\"window_seconds\":3600}}",
                "{\"expires_in_days\":3}"
            })
    void updaterGivesItselfNothing(String patch) {
        assertExceeds(api.update(manager.key(), manager.keyId(), patch), patch);
    }

    @Test
    void whatTheKeyHasAlreadyIsNotGivenByWhoRenamesOrNarrowsIt() {
        IssuedKey mighty = issued(",\"role\":\"admin\",\"scopes\":[\"*\"]");
        assertThat(api.update(manager.key(), mighty.keyId(), "{\"name\":\"renamed\"}")
                        .status())
                .isEqualTo(200);
        assertThat(api.update(manager.key(), mighty.keyId(), "{\"scopes\":[\"node:*\"]}")
                        .status())
                .isEqualTo(200);
        assertExceeds(
                api.update(manager.key(), mighty.keyId(), "{\"scopes\":[\"node:*\",\"dataset:read\"]}"), "widened");
    }

    @Test
    void rotatorGetsNoSecretOfAKeyThatHasMore() {
        for (String more : new String[] {
            ",\"role\":\"admin\",\"scopes\":[\"*\"],\"expires_in_days\":1",
            ",\"scopes\":[\"node:start\"],\"expires_in_days\":1",
            ",\"role\":\"contributor\",\"scopes\":[\"chat:read\"],\"expires_in_days\":1" + HOURLY_THOUSAND,
            ",\"expires_in_days\":3",
            ",\"expires_in_days\":1,\"rate_limit\":{\"requests\":1001,\"window_seconds\":3600}",
        }) {
            IssuedKey victim = issued(more);
            assertExceeds(api.rotate(manager.key(), victim.keyId(), "{\"grace_seconds\":0}"), more);
            assertThat(api.me(victim.key()).status()).isEqualTo(200);
        }
        assertThat(api.rotate(manager.key(), issued(TWO_DAYS).keyId(), "").status())
                .isEqualTo(200);
    }

    @Test
    void testKeyGetsNoLiveSecretAndGivesLiveKeysNothing() {
        String test = issued(",\"role\":\"admin\",\"environment\":\"test\"").key();
        IssuedKey live = issued("");
        assertExceeds(api.rotate(test, live.keyId(), ""), "rotate");
        assertExceeds(api.update(test, live.keyId(), "{\"scopes\":[\"chat:*\"]}"), "update");
    }

    @Test
    void renewalTakesNoKeyBeyondItsIssuersOwnLife() {
        Instant end = Instant.now().plus(Duration.ofDays(2));
        IssuedKey mortal = issued(",\"role\":\"admin\"" + MANAGING + HOURLY_THOUSAND + ",\"expires_at\":\"" + end
                + "\",\"max_expires_at\":\"" + end + "\"");
        Answer beyond = api.issueAnswer(
                mortal.key(),
                "{\"name\":\"k\",\"expires_in_days\":1,\"max_expires_at\":\"" + end.plus(Duration.ofDays(2)) + "\"}");
        assertExceeds(beyond, "max_expires_at");

        JsonNode child = api.issueAnswer(mortal.key(), "{\"name\":\"k\",\"expires_in_days\":1}")
                .json();
        assertThat(age(child)).isLessThanOrEqualTo(Duration.ofDays(2));
        JsonNode refreshed = api.refresh(child.get("key").asText()).json();
        assertThat(age(refreshed)).isLessThanOrEqualTo(Duration.ofDays(2));
        assertThat(Instant.parse(refreshed.get("expires_at").asText()))
                .isBeforeOrEqualTo(Instant.parse(refreshed.get("max_expires_at").asText()));
        assertThat(api.update(
                                manager.key(),
                                child.get("key_id").asText(),
                                "{\"max_expires_at\":\"" + end.plus(Duration.ofDays(9)) + "\"}")
                        .status())
                .isEqualTo(400);
    }

    private static Duration age(JsonNode key) {
        return Duration.between(
                Instant.parse(key.get("created_at").asText()),
                Instant.parse(key.get("max_expires_at").asText()));
    }

    @Test
    void quotesInNamesReachNoContextAndBreakNoAnswer() {
        IssuedKey quoted = api.issue(
                admin,
                "{\"name\":\"\\\"},\\\"scope\\\":\\\"*\\\",\\\"x\\\":{\\\"\",\"metadata\":{\"\\\"scope\\\"\":\"\\\"*\\\"\"}}");
        Answer denied = api.get("/v1/keys", "x-api-key", quoted.key());
        assertThat(denied.status()).isEqualTo(403);
        assertThat(denied.code()).isEqualTo("scope_insufficient");
        assertThat(api.me(quoted.key()).json().get("scopes").toString()).isEqualTo("[\"chat:read\",\"chat:write\"]");
    }

    @Test
    void methodOverrideHeadersChangeNothing() {
        String reader = issued(",\"scopes\":[\"keys:read\"]").key();
        IssuedKey key = issued("");
        for (String header : new String[] {"x-http-method-override", "x-http-method", "x-method-override"}) {
            assertThat(api.get("/v1/keys/" + key.keyId(), "x-api-key", reader, header, "DELETE")
                            .status())
                    .isEqualTo(200);
            assertThat(api.post("/v1/keys/" + key.keyId() + "/revoke", "", "x-api-key", reader, header, "GET")
                            .status())
                    .isEqualTo(403);
        }
        assertThat(api.me(key.key()).status()).isEqualTo(200);
    }
}
