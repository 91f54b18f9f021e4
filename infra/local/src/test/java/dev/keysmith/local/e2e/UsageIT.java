package dev.keysmith.local.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.keysmith.local.aws.LocalAws;
import dev.keysmith.local.e2e.Api.Answer;
import dev.keysmith.local.e2e.Api.IssuedKey;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;

/** What the usage of a key says, and when it is gone. */
@ExtendWith(SharedStack.class)
@Timeout(120)
class UsageIT {

    private static final int RACERS = 60;

    /** What KEYSMITH_LEASE_LENGTH is where it is not set, and a little. */
    private static final Duration LONGEST_LEASE = Duration.ofMillis(5_100);

    private final SharedStack.Handle handle;
    private final Api api;
    private final String admin;

    UsageIT(SharedStack.Handle handle) {
        this.handle = handle;
        this.api = handle.api();
        this.admin = handle.adminKey();
    }

    private IssuedKey issued() {
        return api.issue(admin, "{\"name\":\"used\",\"rate_limit\":{\"requests\":10000,\"window_seconds\":3600}}");
    }

    private JsonNode usage(IssuedKey key) {
        Answer answer = api.get("/v1/keys/" + key.keyId() + "/usage", "x-api-key", admin);
        assertThat(answer.status()).as(answer.body()).isEqualTo(200);
        return answer.json();
    }

    private boolean hasMeter(IssuedKey key) {
        try (DynamoDbClient client = LocalAws.dynamoDb(handle.stack().dynamoDb().endpoint())) {
            return client.getItem(get -> get.tableName("keysmith-state")
                            .key(Map.of("pk", AttributeValue.fromS("METER#" + key.keyId())))
                            .consistentRead(true))
                    .hasItem();
        }
    }

    @Test
    void unusedKeyHasNoneAndNoMeter() {
        IssuedKey key = issued();

        JsonNode usage = usage(key);

        assertThat(usage.get("total").asLong()).isZero();
        assertThat(usage.get("last_used_at").isNull()).isTrue();
        assertThat(usage.get("rate_limit").get("remaining").asLong()).isEqualTo(10_000);
        assertThat(usage.get("rate_limit").get("reset_at").isNull()).isTrue();
        assertThat(hasMeter(key)).isFalse();
    }

    @Test
    void totalIsNeverBelowWhatWasAdmittedAndSaysByHowMuchItMayBeAbove() {
        IssuedKey key = issued();
        Instant before = Instant.now();
        long admitted = Race.of(RACERS, _ -> api.me(key.key())).stream()
                .filter(answer -> answer.status() == 200)
                .count();
        assertThat(admitted).isEqualTo(RACERS);

        JsonNode usage = usage(key);

        long total = usage.get("total").asLong();
        assertThat(total).isGreaterThanOrEqualTo(admitted);
        assertThat(total - usage.get("unsettled").asLong()).isLessThanOrEqualTo(admitted);
        assertThat(Instant.parse(usage.get("last_used_at").asText())).isBetween(before.minusMillis(1), Instant.now());
        long filledAnew = Math.ceilDiv(Duration.between(before, Instant.now()).toMillis() * 10_000, 3_600_000L);
        assertThat(usage.get("rate_limit").get("remaining").asLong())
                .isLessThanOrEqualTo(10_000 - admitted + filledAnew);
        assertThat(Instant.parse(usage.get("rate_limit").get("reset_at").asText()))
                .isAfter(Instant.now());
    }

    /** Were a lease that is over not given back, what it did not use would be above what the answer says. */
    @Test
    void whatALeaseDidNotUseIsGivenBackAfterItIsOver() throws InterruptedException {
        IssuedKey key = issued();
        long used = 0;
        for (int pause = 0; pause < 2; pause++) {
            for (int i = 0; i < 25; i++) {
                assertThat(api.me(key.key()).status()).isEqualTo(200);
                used++;
            }
            Instant leased = Instant.parse(usage(key).get("last_used_at").asText());
            while (Instant.now().isBefore(leased.plus(LONGEST_LEASE))) {
                Thread.sleep(100);
            }
        }
        api.me(key.key());
        used++;

        JsonNode usage = usage(key);
        long total = usage.get("total").asLong();
        assertThat(total).isGreaterThanOrEqualTo(used);
        assertThat(total - usage.get("unsettled").asLong()).isLessThanOrEqualTo(used);
    }

    @Test
    void useOfThePreviousSecretIsToldAndThatOfTheNewOneIsNot() {
        IssuedKey key = issued();
        api.me(key.key());
        String next = api.rotate(admin, key.keyId(), "").json().get("key").asText();
        Instant rotated = Instant.now();
        api.me(next);
        assertThat(usage(key).get("previous_secret_last_used_at").isNull()).isTrue();

        api.me(key.key());

        assertThat(Instant.parse(usage(key).get("previous_secret_last_used_at").asText()))
                .isBetween(rotated.minusMillis(1), Instant.now());
        assertThat(usage(key).get("total").asLong()).isGreaterThanOrEqualTo(3);
    }

    @Test
    void quotaSaysWhatIsLeft() {
        IssuedKey key = api.issue(admin, "{\"name\":\"used\",\"quota\":8}");
        api.me(key.key());
        api.me(key.key());

        assertThat(usage(key).get("quota").toString()).isEqualTo("{\"limit\":8,\"remaining\":6}");
    }

    @Test
    void revokedKeyKeepsItsMeterAndADeletedOneDoesNot() {
        IssuedKey key = issued();
        api.me(key.key());
        assertThat(hasMeter(key)).isTrue();

        api.revoke(admin, key.keyId());
        assertThat(usage(key).get("total").asLong()).isEqualTo(1);
        assertThat(hasMeter(key)).isTrue();

        assertThat(api.delete("/v1/keys/" + key.keyId(), "x-api-key", admin).status())
                .isEqualTo(204);
        assertThat(hasMeter(key)).isFalse();
        assertThat(api.get("/v1/keys/" + key.keyId() + "/usage", "x-api-key", admin)
                        .status())
                .isEqualTo(404);
    }

    @Test
    void anotherOwnersKeyDoesNotExist() {
        IssuedKey foreign = api.issue(admin, "{\"name\":\"foreign\",\"owner\":\"other\"}");
        String acme = api.issue(admin, "{\"name\":\"acme\",\"owner\":\"acme\",\"role\":\"admin\",\"scopes\":[\"*\"]}")
                .key();

        assertThat(api.get("/v1/keys/" + foreign.keyId() + "/usage", "x-api-key", acme)
                        .status())
                .isEqualTo(404);
    }
}
