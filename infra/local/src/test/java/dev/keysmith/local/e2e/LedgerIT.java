package dev.keysmith.local.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.keysmith.local.aws.LocalAws;
import dev.keysmith.local.e2e.Api.Answer;
import dev.keysmith.local.e2e.Api.IssuedKey;
import java.io.IOException;
import java.nio.file.Files;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;

/** What the ledger tells of keys that were used through the gateway. */
@ExtendWith(SharedStack.class)
@Timeout(180)
class LedgerIT {

    private static final Duration PROMISED = Duration.ofSeconds(5);
    private static final Duration PATIENCE = Duration.ofSeconds(90);

    private final SharedStack.Handle handle;
    private final Api api;
    private final String admin;
    private final Ledger ledger;

    LedgerIT(SharedStack.Handle handle) {
        this.handle = handle;
        this.api = handle.api();
        this.admin = handle.adminKey();
        this.ledger = new Ledger(handle);
    }

    private String adminId() {
        return api.me(admin).json().get("key_id").asText();
    }

    @Test
    void lifeOfAKeyIsToldCompletelyInOrderWithActorAndReason() throws InterruptedException {
        // The first batch starts the function.
        IssuedKey warmUp = api.issue(admin, "{\"name\":\"warm up\"}");
        Ledger.await(PATIENCE, () -> !ledger.events(warmUp.keyId()).isEmpty());
        IssuedKey key = api.issue(
                admin,
                "{\"name\":\"first\",\"owner\":\"ledger-life\",\"expires_at\":\""
                        + Instant.now().plus(Duration.ofHours(12)) + "\"}");
        String keyId = key.keyId();
        assertOk(api.update(admin, keyId, "{\"name\":\"second\",\"metadata\":{\"team\":\"blue\"}}"));
        Answer rotated = assertOk(api.rotate(admin, keyId, "{\"grace_seconds\":3600}"));
        assertOk(api.post("/v1/keys/" + keyId + "/rotate/finish", "", "x-api-key", admin));
        String secret = rotated.json().get("key").asText();
        assertOk(api.present(api.token(secret)));
        assertOk(api.refresh(secret));
        assertOk(api.post("/v1/keys/" + keyId + "/revoke", "{\"reason\":\"left\"}", "x-api-key", admin));
        Answer deleted = api.delete("/v1/keys/" + keyId, "x-api-key", admin);
        assertThat(deleted.status()).as(deleted.body()).isEqualTo(204);

        List<String> all = List.of(
                "issued", "updated", "rotated", "grace_finished", "token_revoked", "refreshed", "revoked", "deleted");
        Ledger.await(PROMISED, () -> ledger.actions(keyId).equals(all));

        List<JsonNode> events = ledger.events(keyId);
        for (int i = 0; i < all.size(); i++) {
            JsonNode event = events.get(i);
            boolean byItself = List.of("token_revoked", "refreshed").contains(all.get(i));
            assertThat(event.get("key_id").asText()).isEqualTo(keyId);
            assertThat(event.get("version").asInt()).isEqualTo(i + 1);
            assertThat(event.get("owner").asText()).isEqualTo("ledger-life");
            assertThat(event.get("actor").asText()).isEqualTo(byItself ? keyId : adminId());
            assertThat(event.get("actor_owner").asText()).isEqualTo(byItself ? "ledger-life" : "root");
            assertThat(event.get("source_ip").asText()).isEqualTo("127.0.0.1");
            assertThat(event.get("request_id").asText()).hasSizeGreaterThan(8);
        }
        assertThat(events).extracting(event -> event.get("request_id").asText()).doesNotHaveDuplicates();
        assertThat(events)
                .extracting(event -> Instant.parse(event.get("at").asText()))
                .isSorted();
        assertThat(events.get(1).get("changes").toString())
                .isEqualTo("{\"metadata\":{\"before\":{},\"after\":{\"team\":\"blue\"}},"
                        + "\"name\":{\"before\":\"first\",\"after\":\"second\"}}");
        assertThat(events.get(6).get("reason").asText()).isEqualTo("left");
        assertThat(api.read(admin, keyId).status()).isEqualTo(404);
        ledger.assertVerifies();
    }

    @Test
    void expiryIsOneEventDatedAtItAndRemovalByTimeToLiveIsAnother() throws InterruptedException {
        Instant asked = Instant.now().plusSeconds(20);
        Answer answer = api.issueAnswer(admin, "{\"name\":\"short\",\"expires_at\":\"" + asked + "\"}");
        assertThat(answer.status()).as(answer.body()).isEqualTo(201);
        String keyId = answer.json().get("key_id").asText();
        Instant expiresAt = Instant.parse(answer.json().get("expires_at").asText());

        Ledger.await(PATIENCE, () -> {
            ledger.task("{\"task\":\"expire\"}");
            return ledger.actions(keyId).contains("expired");
        });
        ledger.task("{\"task\":\"expire\"}");
        assertThat(ledger.actions(keyId)).containsExactly("issued", "expired");
        assertThat(Instant.parse(ledger.events(keyId).getLast().get("at").asText()))
                .isEqualTo(expiresAt);

        removeSoon(keyId);
        Ledger.await(PATIENCE, () -> ledger.actions(keyId).contains("purged"));
        assertThat(ledger.actions(keyId)).containsExactly("issued", "expired", "purged");
        assertThat(ledger.events(keyId))
                .extracting(event -> event.get("actor").asText())
                .containsExactly(adminId(), "deployment", "deployment");
        ledger.assertVerifies();
    }

    /** The retention is over: DynamoDB's TTL removes the item when it comes to it. */
    private void removeSoon(String keyId) {
        try (DynamoDbClient client = LocalAws.dynamoDb(handle.stack().dynamoDb().endpoint())) {
            client.updateItem(update -> update.tableName("keysmith-keys")
                    .key(Map.of("key_id", AttributeValue.fromS(keyId)))
                    .updateExpression("SET #ttl = :past")
                    .expressionAttributeNames(Map.of("#ttl", "ttl"))
                    .expressionAttributeValues(Map.of(
                            ":past",
                            AttributeValue.fromN(
                                    Long.toString(Instant.now().minusSeconds(60).getEpochSecond())))));
        }
    }

    @Test
    void usageReportsCountWhatTheMeterCounted() throws InterruptedException {
        IssuedKey key = api.issue(admin, "{\"name\":\"counted\",\"owner\":\"ledger-usage\"}");
        for (int i = 0; i < 5; i++) {
            assertOk(api.me(key.key()));
        }

        Ledger.await(PATIENCE, () -> callsOf(key.keyId()) >= 5);
        long total = api.get("/v1/keys/" + key.keyId() + "/usage", "x-api-key", admin)
                .json()
                .get("total")
                .asLong();
        Ledger.await(PATIENCE, () -> callsOf(key.keyId()) == total);
    }

    private long callsOf(String keyId) {
        Answer answer = api.get("/v1/reports/usage?by=key&limit=100&owner=ledger-usage", "x-api-key", admin);
        assertOk(answer);
        for (JsonNode row : answer.json().get("rows")) {
            if (row.get("key_id").asText().equals(keyId)) {
                return row.get("calls").asLong();
            }
        }
        return 0;
    }

    @Test
    void functionTellsItsLagAsAMetric() throws IOException, InterruptedException {
        IssuedKey key = api.issue(admin, "{\"name\":\"metric\"}");
        Ledger.await(PATIENCE, () -> !ledger.events(key.keyId()).isEmpty());

        assertThat(Files.readString(handle.stack().logDirectory().resolve("ledger.log")))
                .contains("\"ledger_lag\":[", "\"Namespace\":\"Keysmith\"")
                .doesNotContain("batch_failed");
    }

    private static Answer assertOk(Answer answer) {
        assertThat(answer.status()).as(answer.body()).isEqualTo(200);
        return answer;
    }
}
