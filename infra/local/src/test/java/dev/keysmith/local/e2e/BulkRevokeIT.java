package dev.keysmith.local.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.keysmith.local.e2e.Api.Answer;
import dev.keysmith.local.e2e.Api.IssuedKey;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.UUID;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;

/** Many keys are revoked at once, and none slips through. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class BulkRevokeIT {

    private SharedStack.Handle handle;
    private Api api;
    private String admin;

    @BeforeAll
    void start(@TempDir Path data) {
        // On this machine an issue is in flight for a moment only.
        handle = SharedStack.start(
                SharedStack.settings(data).withFunctionEnvironment(Map.of("KEYSMITH_ISSUE_IN_FLIGHT", "PT3S")));
        api = handle.api();
        admin = handle.adminKey();
    }

    @AfterAll
    void stop() {
        handle.close();
    }

    private static String newOwner() {
        return "owner-" + UUID.randomUUID();
    }

    private Answer issue(String issuer, String owner, String more) {
        return api.issueAnswer(issuer, "{\"name\":\"k\",\"owner\":\"" + owner + "\"" + more + "}");
    }

    private IssuedKey issued(String issuer, String owner, String more) {
        Answer answer = issue(issuer, owner, more);
        assertThat(answer.status()).as(answer.body()).isEqualTo(201);
        return new IssuedKey(
                answer.json().get("key_id").asText(), answer.json().get("key").asText());
    }

    private Answer revokeAll(String revoker, String owner, String continuation) {
        return api.post(
                "/v1/keys/revoke",
                "{\"owner\":\"" + owner + "\",\"reason\":\"incident\"" + continuation + "}",
                "x-api-key",
                revoker);
    }

    /** Repeats until it is done; how many keys were revoked in all. */
    private int revokeUntilDone(String revoker, String owner) throws InterruptedException {
        int revoked = 0;
        String continuation = "";
        while (true) {
            Answer answer = revokeAll(revoker, owner, continuation);
            assertThat(answer.status()).as(answer.body()).isEqualTo(200);
            revoked += answer.json().get("revoked").asInt();
            if (answer.json().get("done").asBoolean()) {
                return revoked;
            }
            continuation = next(answer.json());
        }
    }

    private static String next(JsonNode report) throws InterruptedException {
        Thread.sleep(1_000L * report.path("retry_after_seconds").asInt());
        return ",\"continuation\":\"" + report.get("continuation").asText() + "\"";
    }

    @Test
    void everyKeyOfTheOwnerIsRevokedAndNoOthers() throws InterruptedException {
        String owner = newOwner();
        List<IssuedKey> keys = new ArrayList<>();
        for (int i = 0; i < 5; i++) {
            keys.add(issued(admin, owner, ""));
        }
        IssuedKey other = issued(admin, newOwner(), "");

        assertThat(revokeUntilDone(admin, owner)).isEqualTo(5);

        keys.forEach(key -> assertThat(api.validate(key.key()).code()).isEqualTo("key_revoked"));
        assertThat(api.me(other.key()).status()).isEqualTo(200);
        assertThat(api.read(admin, keys.getFirst().keyId())
                        .json()
                        .get("revocation_reason")
                        .asText())
                .isEqualTo("incident");
        assertThat(revokeUntilDone(admin, owner)).isZero();
        assertThat(issue(admin, owner, "").status()).isEqualTo(201);
    }

    @Test
    void noKeyIsIssuedOrImportedMeanwhile() throws InterruptedException {
        String owner = newOwner();
        issued(admin, owner, "");
        Answer first = revokeAll(admin, owner, "");
        assertThat(first.json().get("done").asBoolean()).isFalse();

        Answer issue = issue(admin, owner, "");
        assertThat(issue.status()).isEqualTo(409);
        assertThat(issue.code()).isEqualTo("conflict");
        Answer imported = api.post(
                "/v1/keys/import",
                "{\"keys\":[{\"sha256\":\"" + TestKeys.sha256(TestKeys.foreign()) + "\",\"name\":\"i\",\"owner\":\""
                        + owner + "\"}]}",
                "x-api-key",
                admin);
        assertThat(imported.json().get("results").get(0).get("code").asText()).isEqualTo("conflict");

        assertThat(revokeAll(admin, owner, next(first.json()))
                        .json()
                        .get("done")
                        .asBoolean())
                .isTrue();
        assertThat(issue(admin, owner, "").status()).isEqualTo(201);
    }

    @Test
    void issuesThatRaceLeaveNoLivingKey() throws InterruptedException {
        String owner = newOwner();
        Queue<String> made = new ConcurrentLinkedQueue<>();
        AtomicBoolean revoking = new AtomicBoolean();
        AtomicBoolean done = new AtomicBoolean();
        try (ExecutorService issuers = Executors.newVirtualThreadPerTaskExecutor()) {
            for (int i = 0; i < 8; i++) {
                issuers.submit(() -> {
                    // Until issuing is refused: then all later ones are refused as well, until the revocation is done.
                    while (!done.get()) {
                        Answer answer = issue(admin, owner, "");
                        if (answer.status() == 201) {
                            made.add(answer.json().get("key").asText());
                        } else if (revoking.get()) {
                            return;
                        }
                    }
                });
            }
            while (made.size() < 20) {
                Thread.onSpinWait();
            }
            revoking.set(true);
            revokeUntilDone(admin, owner);
            done.set(true);
        }
        assertThat(made)
                .hasSizeGreaterThanOrEqualTo(20)
                .allSatisfy(key -> assertThat(api.validate(key).code()).isEqualTo("key_revoked"));
    }

    @Test
    void callersOwnKeyGoesLast() throws InterruptedException {
        String owner = newOwner();
        IssuedKey caller = issued(admin, owner, ",\"role\":\"admin\",\"scopes\":[\"keys:revoke\"]");
        issued(admin, owner, "");

        assertThat(revokeUntilDone(caller.key(), owner)).isEqualTo(2);

        assertThat(api.validate(caller.key()).code()).isEqualTo("key_revoked");
        assertThat(issue(admin, owner, "").status()).isEqualTo(201);
    }

    @Test
    void ownerThatTheCallerMayNotActForDoesNotExist() {
        String owner = newOwner();
        IssuedKey safe = issued(admin, owner, "");
        String stranger = issued(admin, newOwner(), ",\"role\":\"admin\",\"scopes\":[\"*\"]")
                .key();
        for (String other : List.of(owner, newOwner(), "no owner")) {
            Answer answer = revokeAll(stranger, other, "");
            assertThat(answer.status()).isEqualTo(404);
            assertThat(answer.code()).isEqualTo("not_found");
        }
        assertThat(api.me(safe.key()).status()).isEqualTo(200);
        assertThat(issue(admin, owner, "").status()).isEqualTo(201);
    }

    @Test
    void keyIsRevokedWithAllThatDescendFromIt() throws InterruptedException {
        String owner = newOwner();
        String issuing = ",\"role\":\"admin\",\"scopes\":[\"*\"]";
        IssuedKey root = issued(admin, owner, issuing);
        IssuedKey child = issued(root.key(), owner, issuing);
        IssuedKey grandchild = issued(child.key(), owner, "");
        IssuedKey unrelated = issued(admin, owner, "");
        // Who cuts the line in the middle does not save what hangs on it.
        assertThat(api.delete("/v1/keys/" + child.keyId(), "x-api-key", admin).status())
                .isEqualTo(204);

        String continuation = "";
        JsonNode report;
        do {
            Answer answer = api.post(
                    "/v1/keys/" + root.keyId() + "/revoke",
                    "{\"include_issued\":true" + continuation + "}",
                    "x-api-key",
                    admin);
            assertThat(answer.status()).as(answer.body()).isEqualTo(200);
            report = answer.json().get("issued");
            continuation = report.get("done").asBoolean() ? "" : next(report);
        } while (!continuation.isEmpty());

        assertThat(api.validate(root.key()).code()).isEqualTo("key_revoked");
        assertThat(api.validate(grandchild.key()).code()).isEqualTo("key_revoked");
        assertThat(api.me(unrelated.key()).status()).isEqualTo(200);
        assertThat(api.me(admin).status()).isEqualTo(200);
    }

    @Test
    void continuationThatNobodyAnsweredIsNamed() {
        for (String text : List.of("", "x", "1~2~3~4", "-~-~-~-", "1~-~-~short")) {
            Answer answer = revokeAll(admin, newOwner(), ",\"continuation\":\"" + text + "\"");
            assertThat(answer.status()).as(text).isEqualTo(400);
            assertThat(answer.json().get("errors").get(0).get("pointer").asText())
                    .isEqualTo("/continuation");
        }
    }
}
