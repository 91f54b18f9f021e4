package dev.keysmith.local.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import dev.keysmith.local.e2e.Api.Answer;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** A request for a key can be repeated without making a second one. */
@ExtendWith(SharedStack.class)
class IdempotentIssueIT {

    private static final int RACERS = 50;

    private final Api api;
    private final String admin;
    private final String owner = "owner-" + UUID.randomUUID();
    private final String body = "{\"name\":\"once\",\"owner\":\"" + owner + "\"}";
    private final String name = UUID.randomUUID().toString();

    IdempotentIssueIT(SharedStack.Handle stack) {
        this.api = stack.api();
        this.admin = stack.adminKey();
    }

    private Answer issue(String caller, String json) {
        return api.post("/v1/keys", json, "x-api-key", caller, "idempotency-key", name);
    }

    private int keys() {
        return api.get("/v1/keys?owner=" + owner, "x-api-key", admin)
                .json()
                .get("keys")
                .size();
    }

    @Test
    void repeatedRequestGetsTheSameAnswerAndNoSecondKey() {
        Answer first = issue(admin, body);
        Answer again = issue(admin, body);

        assertThat(first.status()).as(first.body()).isEqualTo(201);
        assertThat(again.status()).isEqualTo(201);
        assertThat(again.body()).isEqualTo(first.body());
        assertThat(again.header("idempotency-replayed")).isEqualTo("true");
        assertThat(again.header("cache-control")).isEqualTo("no-store");
        assertThat(keys()).isEqualTo(1);
        assertThat(api.me(again.json().get("key").asText()).status()).isEqualTo(200);
    }

    @Test
    void otherBodyIsAMismatch() {
        issue(admin, body);
        Answer other = issue(admin, body.replace("once", "twice"));
        assertThat(other.status()).isEqualTo(409);
        assertThat(other.code()).isEqualTo("idempotency_mismatch");
        assertThat(keys()).isEqualTo(1);
    }

    @Test
    void anotherCallersNameIsItsOwn() {
        String other = api.issue(
                        admin, "{\"name\":\"o\",\"owner\":\"" + owner + "\",\"role\":\"admin\",\"scopes\":[\"*\"]}")
                .key();
        Answer mine = issue(admin, body);
        Answer theirs = issue(other, body);
        assertThat(theirs.status()).as(theirs.body()).isEqualTo(201);
        assertThat(theirs.json().get("key_id")).isNotEqualTo(mine.json().get("key_id"));
    }

    @Test
    void racingRequestsMakeOneKey() {
        List<Answer> answers = Race.of(RACERS, _ -> issue(admin, body));

        assertThat(answers).allSatisfy(answer -> assertThat(answer.status()).isEqualTo(201));
        assertThat(answers)
                .extracting(Answer::body)
                .containsOnly(answers.getFirst().body());
        assertThat(keys()).isEqualTo(1);
    }

    @Test
    void refusedRequestIsJudgedAnew() {
        assertThat(issue(admin, "{\"name\":\"\"}").status()).isEqualTo(400);
        assertThat(issue(admin, body).status()).isEqualTo(201);
    }
}
