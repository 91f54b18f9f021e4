package dev.keysmith.local.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.keysmith.local.e2e.Api.Answer;
import dev.keysmith.local.e2e.Api.IssuedKey;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Keys are listed, changed and deleted. */
@ExtendWith(SharedStack.class)
class KeyManagementIT {

    private final Api api;
    private final String admin;

    KeyManagementIT(SharedStack.Handle stack) {
        this.api = stack.api();
        this.admin = stack.adminKey();
    }

    private static String newOwner() {
        return "owner-" + UUID.randomUUID();
    }

    private IssuedKey everything(String owner) {
        return api.issue(admin, "{\"name\":\"all\",\"owner\":\"" + owner + "\",\"role\":\"admin\",\"scopes\":[\"*\"]}");
    }

    private IssuedKey issued(String owner, String more) {
        return api.issue(admin, "{\"name\":\"a key\",\"owner\":\"" + owner + "\"" + more + "}");
    }

    @Nested
    class Lists {

        @Test
        void pagesShowEveryKeyOnceNewestFirstAndNoOtherOwners() {
            String owner = newOwner();
            String caller = everything(owner).key();
            List<String> issued = IntStream.range(0, 5)
                    .mapToObj(_ -> issued(owner, "").keyId())
                    .toList();
            issued(newOwner(), "");

            List<String> seen = new ArrayList<>();
            String cursor = "";
            int pages = 0;
            do {
                Answer page = api.get("/v1/keys?limit=2" + cursor, "x-api-key", caller);
                assertThat(page.status()).as(page.body()).isEqualTo(200);
                page.json().get("keys").forEach(key -> {
                    assertThat(key.get("owner").asText()).isEqualTo(owner);
                    seen.add(key.get("key_id").asText());
                });
                JsonNode next = page.json().get("next_cursor");
                cursor = next.isNull() ? "" : "&cursor=" + next.asText();
                pages++;
            } while (!cursor.isEmpty());

            assertThat(pages).isBetween(3, 4);
            assertThat(seen).hasSize(6).doesNotHaveDuplicates();
            assertThat(seen.subList(0, 5)).isEqualTo(issued.reversed());
        }

        @Test
        void filtersLeaveWhatTheyName() throws InterruptedException {
            String owner = newOwner();
            String caller = everything(owner).key();
            String live = issued(owner, "").keyId();
            String test = issued(owner, ",\"environment\":\"test\"").keyId();
            String revoked = issued(owner, "").keyId();
            api.revoke(admin, revoked);
            IssuedKey brief = issued(owner, ",\"expires_at\":\"" + Instant.now().plusSeconds(4) + "\"");
            String deleted = issued(owner, "").keyId();
            assertThat(api.delete("/v1/keys/" + deleted, "x-api-key", admin).status())
                    .isEqualTo(204);
            while (!api.validate(brief.key()).code().equals("key_expired")) {
                Thread.sleep(50);
            }

            assertThat(ids(caller, "?status=revoked")).containsExactly(revoked);
            assertThat(ids(caller, "?status=expired")).containsExactly(brief.keyId());
            assertThat(ids(caller, "?status=active&environment=test")).containsExactly(test);
            assertThat(ids(caller, "?status=active&environment=live"))
                    .hasSize(2)
                    .contains(live);
            assertThat(ids(caller, "")).hasSize(5).doesNotContain(deleted);
        }

        private List<String> ids(String caller, String query) {
            List<String> ids = new ArrayList<>();
            Answer page = api.get("/v1/keys" + query, "x-api-key", caller);
            assertThat(page.status()).as(page.body()).isEqualTo(200);
            page.json().get("keys").forEach(key -> ids.add(key.get("key_id").asText()));
            return ids;
        }

        @Test
        void cursorOfAnotherOwnerShowsNothingOfIt() {
            String other = newOwner();
            issued(other, "");
            issued(other, "");
            String foreignCursor = api.get("/v1/keys?limit=1&owner=" + other, "x-api-key", admin)
                    .json()
                    .get("next_cursor")
                    .asText();
            String owner = newOwner();
            String caller = everything(owner).key();
            issued(owner, "");

            Answer page = api.get("/v1/keys?cursor=" + foreignCursor, "x-api-key", caller);

            assertThat(page.status()).isEqualTo(200);
            page.json()
                    .get("keys")
                    .forEach(key -> assertThat(key.get("owner").asText()).isEqualTo(owner));
        }

        @Test
        void ownerThatTheCallerMayNotActForDoesNotExist() {
            String other = newOwner();
            issued(other, "");
            String caller = everything(newOwner()).key();

            Answer existing = api.get("/v1/keys?owner=" + other, "x-api-key", caller);
            Answer missing = api.get("/v1/keys?owner=" + newOwner(), "x-api-key", caller);

            assertThat(existing.status()).isEqualTo(404);
            assertThat(missing.status()).isEqualTo(404);
            assertThat(existing.code()).isEqualTo(missing.code()).isEqualTo("not_found");
        }

        @ParameterizedTest
        @ValueSource(
                strings = {
                    "limit=0",
                    "limit=101",
                    "limit=-1",
                    "limit=1e2",
                    "limit=",
                    "limit=1&limit=2",
                    "status=deleted",
                    "status=",
                    "environment=prod",
                    "cursor=x",
                    "cursor=1.0000000000000000.1",
                    "cursor=99999999999999999999.0000000000000000",
                    "owner=%20",
                    "unknown=1"
                })
        void badQueryIsNamed(String query) {
            Answer answer = api.get("/v1/keys?" + query, "x-api-key", admin);

            assertThat(answer.status()).as(answer.body()).isEqualTo(400);
            assertThat(answer.code()).isEqualTo("request_invalid");
            assertThat(answer.json().get("errors").get(0).get("pointer").asText())
                    .startsWith("?");
        }
    }

    @Nested
    class Updates {

        @Test
        void mergePatchChangesWhatItNames() {
            IssuedKey key = issued(newOwner(), ",\"metadata\":{\"a\":\"1\",\"b\":\"2\"}");
            String etag = api.read(admin, key.keyId()).header("etag");

            Answer answer = api.update(
                    admin,
                    key.keyId(),
                    "{\"name\":\"new\",\"scopes\":[\"chat:read\"],\"rate_limit\":{\"requests\":5,\"window_seconds\":10},"
                            + "\"metadata\":{\"a\":null,\"c\":\"3\"}}",
                    "if-match",
                    etag);

            assertThat(answer.status()).as(answer.body()).isEqualTo(200);
            assertThat(answer.json().get("name").asText()).isEqualTo("new");
            assertThat(answer.json().get("scopes").toString()).isEqualTo("[\"chat:read\"]");
            assertThat(answer.json().get("rate_limit").get("requests").asInt()).isEqualTo(5);
            assertThat(answer.json().get("metadata").toString()).contains("\"b\":\"2\"", "\"c\":\"3\"");
            assertThat(answer.json().get("metadata").has("a")).isFalse();
            assertThat(answer.header("etag")).isNotEqualTo(etag);
            assertThat(api.read(admin, key.keyId()).json()).isEqualTo(answer.json());
            assertThat(api.me(key.key()).json().get("scopes").toString()).isEqualTo("[\"chat:read\"]");
        }

        @Test
        void removedScopesAndRateAreTheRolesAgain() {
            IssuedKey key = issued(
                    newOwner(), ",\"scopes\":[\"node:x\"],\"rate_limit\":{\"requests\":5,\"window_seconds\":10}");

            JsonNode changed = api.update(admin, key.keyId(), "{\"scopes\":null,\"rate_limit\":null}")
                    .json();

            assertThat(changed.get("scopes").toString()).isEqualTo("[\"chat:read\",\"chat:write\"]");
            assertThat(changed.get("rate_limit").get("requests").asInt()).isEqualTo(1000);
        }

        @Test
        void versionThatIsNotTheReadOneIsAMismatch() {
            IssuedKey key = issued(newOwner(), "");
            String etag = api.read(admin, key.keyId()).header("etag");
            assertThat(api.update(admin, key.keyId(), "{\"name\":\"first\"}", "if-match", etag)
                            .status())
                    .isEqualTo(200);

            for (String stale : List.of(etag, "W/" + etag, "\"x\"", etag + ", \"999\"")) {
                Answer late = api.update(admin, key.keyId(), "{\"name\":\"late\"}", "if-match", stale);
                assertThat(late.status()).as(stale).isEqualTo(412);
                assertThat(late.code()).isEqualTo("version_mismatch");
            }
            assertThat(api.update(admin, key.keyId(), "{\"name\":\"any\"}", "if-match", "*")
                            .status())
                    .isEqualTo(200);
            assertThat(api.update(admin, key.keyId(), "{\"name\":\"bad\"}", "if-match", "1")
                            .status())
                    .isEqualTo(400);
        }

        @Test
        void racingUpdatesOfDifferentFieldsAllSurvive() {
            IssuedKey key = issued(newOwner(), "");

            List<Answer> answers =
                    Race.of(4, i -> api.update(admin, key.keyId(), "{\"metadata\":{\"field" + i + "\":\"set\"}}"));

            assertThat(answers).allSatisfy(answer -> assertThat(answer.status()).isEqualTo(200));
            assertThat(api.read(admin, key.keyId()).json().get("metadata")).hasSize(4);
        }

        @Test
        void endThatIsBroughtForwardCannotBeRefreshedAway() {
            IssuedKey key = issued(newOwner(), "");
            Instant end = Instant.now().plusSeconds(3_600);

            JsonNode changed = api.update(admin, key.keyId(), "{\"expires_at\":\"" + end + "\"}")
                    .json();

            assertThat(changed.get("max_expires_at")).isEqualTo(changed.get("expires_at"));
            assertThat(changed.get("refresh_after").isNull()).isTrue();
            assertThat(api.refresh(key.key()).code()).isEqualTo("conflict");
        }

        @ParameterizedTest
        @ValueSource(
                strings = {
                    "{\"name\":null}",
                    "{\"name\":\"\"}",
                    "{\"name\":5}",
                    "{\"owner\":\"other\"}",
                    "{\"role\":\"admin\"}",
                    "{\"environment\":\"test\"}",
                    "{\"scopes\":[\"bad scope\"]}",
                    "{\"scopes\":\"chat:read\"}",
                    "{\"expires_at\":null}",
                    "{\"expires_in_days\":0}",
                    "{\"expires_in_days\":8}",
                    "{\"max_expires_at\":\"2999-01-01T00:00:00Z\"}",
                    "{\"rate_limit\":{\"requests\":5}}",
                    "{\"metadata\":{\"a\":5}}",
                    "[{\"op\":\"replace\",\"path\":\"/name\",\"value\":\"x\"}]"
                })
        void badPatchIsNamedAndChangesNothing(String patch) {
            IssuedKey key = issued(newOwner(), "");
            String before = api.read(admin, key.keyId()).body();

            Answer answer = api.update(admin, key.keyId(), patch);

            assertThat(answer.status()).as(answer.body()).isEqualTo(400);
            assertThat(answer.json().get("errors").isEmpty()).isFalse();
            assertThat(api.read(admin, key.keyId()).body()).isEqualTo(before);
        }

        @Test
        void revokedKeyIsNotChangedAndAnotherOwnersDoesNotExist() {
            IssuedKey key = issued(newOwner(), "");
            String stranger = everything(newOwner()).key();
            assertThat(api.update(stranger, key.keyId(), "{\"name\":\"mine\"}").status())
                    .isEqualTo(404);
            assertThat(api.update(stranger, "0000000000000000", "{\"name\":\"mine\"}")
                            .status())
                    .isEqualTo(404);
            api.revoke(admin, key.keyId());
            assertThat(api.update(admin, key.keyId(), "{\"name\":\"late\"}").code())
                    .isEqualTo("conflict");
        }
    }

    @Nested
    class Deletes {

        @Test
        void deletedKeyIsGoneForEverybody() {
            String owner = newOwner();
            IssuedKey key = issued(owner, "");
            String stranger = everything(newOwner()).key();
            assertThat(api.delete("/v1/keys/" + key.keyId(), "x-api-key", stranger)
                            .status())
                    .isEqualTo(404);

            assertThat(api.delete("/v1/keys/" + key.keyId(), "x-api-key", admin).status())
                    .isEqualTo(204);

            assertThat(api.me(key.key()).status()).isEqualTo(401);
            assertThat(api.validate(key.key()).code()).isEqualTo("key_unknown");
            assertThat(api.read(admin, key.keyId()).status()).isEqualTo(404);
            assertThat(api.update(admin, key.keyId(), "{\"name\":\"back\"}").status())
                    .isEqualTo(404);
            assertThat(api.rotate(admin, key.keyId(), "").status()).isEqualTo(404);
            assertThat(api.revoke(admin, key.keyId()).status()).isEqualTo(404);
            assertThat(api.delete("/v1/keys/" + key.keyId(), "x-api-key", admin).status())
                    .isEqualTo(404);
        }
    }
}
