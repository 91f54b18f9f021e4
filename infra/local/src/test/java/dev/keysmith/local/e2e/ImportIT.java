package dev.keysmith.local.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.keysmith.local.e2e.Api.Answer;
import java.util.Collections;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Keys of other systems go on working. */
@ExtendWith(SharedStack.class)
class ImportIT {

    private final Api api;
    private final String admin;

    ImportIT(SharedStack.Handle stack) {
        this.api = stack.api();
        this.admin = stack.adminKey();
    }

    private Answer importing(String importer, String... entries) {
        return api.post("/v1/keys/import", "{\"keys\":[" + String.join(",", entries) + "]}", "x-api-key", importer);
    }

    private static String entry(String foreignKey, String more) {
        return "{\"sha256\":\"" + TestKeys.sha256(foreignKey) + "\",\"name\":\"imported\"" + more + "}";
    }

    private static JsonNode result(Answer answer, int index) {
        assertThat(answer.status()).as(answer.body()).isEqualTo(200);
        return answer.json().get("results").get(index);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "kaa_", "dfg_live_"})
    void importedKeyWorksAsItIs(String prefix) {
        String foreign = prefix + TestKeys.foreign();
        String keyId = api.importKey(admin, foreign, ",\"owner\":\"acme\",\"scopes\":[\"chat:read\"]");

        Answer me = api.me(foreign);
        assertThat(me.status()).as(me.body()).isEqualTo(200);
        assertThat(me.json().get("key_id").asText()).isEqualTo(keyId);
        assertThat(me.json().get("owner").asText()).isEqualTo("acme");
        assertThat(me.json().get("credential_kind").asText()).isEqualTo("imported_key");
        assertThat(api.get("/v1/me", "authorization", "Bearer " + foreign).status())
                .isEqualTo(200);
        assertThat(api.read(admin, keyId).json().get("format").asText()).isEqualTo("imported");

        api.revoke(admin, keyId);
        assertThat(api.me(foreign).status()).isEqualTo(401);
        assertThat(api.validate(foreign).code()).isEqualTo("key_revoked");
    }

    @Test
    void holderOfAnImportedKeyRevokesItByPresentingIt() {
        String foreign = TestKeys.foreign();
        api.importKey(admin, foreign, "");
        api.postBytes(
                "/v1/revoke",
                ("token=" + foreign).getBytes(java.nio.charset.StandardCharsets.US_ASCII),
                "application/x-www-form-urlencoded");
        assertThat(api.validate(foreign).code()).isEqualTo("key_revoked");
    }

    @Test
    void importedKeyIsRotatedIntoOneOfOurs() {
        String foreign = TestKeys.foreign();
        String keyId = api.importKey(admin, foreign, "");

        Answer rotated = api.rotate(admin, keyId, "{\"grace_seconds\":60}");

        assertThat(rotated.json().get("key").asText()).startsWith("ks_live_" + keyId + "_");
        assertThat(rotated.json().get("format").asText()).isEqualTo("opaque");
        assertThat(api.me(foreign).status()).isEqualTo(200);
        assertThat(api.me(rotated.json().get("key").asText()).status()).isEqualTo(200);
        api.post("/v1/keys/" + keyId + "/rotate/finish", "", "x-api-key", admin);
        assertThat(api.validate(foreign).code()).isEqualTo("key_expired");
    }

    @Test
    void eachEntryIsAnsweredForItself() {
        String good = TestKeys.foreign();
        Answer answer = importing(
                admin,
                entry(TestKeys.foreign(), ",\"role\":\"emperor\""),
                entry(good, ""),
                entry(good, ""),
                "{\"sha256\":\"abc\",\"name\":\"bad\"}");

        assertThat(result(answer, 0).get("code").asText()).isEqualTo("request_invalid");
        assertThat(result(answer, 0).get("errors").get(0).get("pointer").asText())
                .isEqualTo("/role");
        assertThat(result(answer, 1).get("status").asText()).isEqualTo("imported");
        assertThat(result(answer, 2).get("code").asText()).isEqualTo("conflict");
        assertThat(result(answer, 3).get("errors").get(0).get("pointer").asText())
                .isEqualTo("/sha256");
        assertThat(api.me(good).status()).isEqualTo(200);
    }

    @Test
    void duplicateDoesNotTellWhoseItIs() {
        String foreign = TestKeys.foreign();
        api.importKey(admin, foreign, ",\"owner\":\"first\"");
        String first = api.issue(admin, "{\"name\":\"i\",\"owner\":\"first\",\"role\":\"admin\",\"scopes\":[\"*\"]}")
                .key();
        String other = api.issue(admin, "{\"name\":\"i\",\"owner\":\"second\",\"role\":\"admin\",\"scopes\":[\"*\"]}")
                .key();

        JsonNode toItsOwner = result(importing(first, entry(foreign, "")), 0);
        JsonNode toAnother = result(importing(other, entry(foreign, "")), 0);

        assertThat(toAnother).isEqualTo(toItsOwner);
        assertThat(toAnother.get("code").asText()).isEqualTo("conflict");
        assertThat(api.me(foreign).json().get("owner").asText()).isEqualTo("first");
    }

    @Test
    void foreignKeyThatWasNotImportedIsUnknownAndOneOfNoPatternMalformed() {
        assertThat(api.validate(TestKeys.foreign()).code()).isEqualTo("key_unknown");
        assertThat(api.me(TestKeys.foreign()).status()).isEqualTo(401);
        for (String text : new String[] {"dfg_test_" + TestKeys.foreign(), TestKeys.foreign() + "0", "x".repeat(600)}) {
            assertThat(api.validate(text).code()).isEqualTo("credential_malformed");
        }
    }

    @Test
    void importerGivesNothingThatItLacks() {
        String importer = api.issue(
                        admin,
                        "{\"name\":\"i\",\"role\":\"admin\",\"scopes\":[\"keys:import\",\"chat:*\"],"
                                + "\"expires_in_days\":2,\"rate_limit\":{\"requests\":1000,\"window_seconds\":3600}}")
                .key();
        for (String more : new String[] {
            ",\"scopes\":[\"*\"],\"expires_in_days\":1",
            ",\"scopes\":[\"owners:any\"],\"expires_in_days\":1",
            ",\"role\":\"admin\",\"scopes\":[\"chat:read\"],\"expires_in_days\":1",
            ",\"owner\":\"" + UUID.randomUUID() + "\",\"expires_in_days\":1",
            ",\"expires_in_days\":3",
            ",\"expires_in_days\":1,\"rate_limit\":{\"requests\":1001,\"window_seconds\":3600}",
        }) {
            JsonNode result = result(importing(importer, entry(TestKeys.foreign(), more)), 0);
            assertThat(result.path("code").asText()).as(more).isEqualTo("grant_exceeds_own");
        }
        assertThat(result(importing(importer, entry(TestKeys.foreign(), ",\"expires_in_days\":2")), 0)
                        .get("status")
                        .asText())
                .isEqualTo("imported");
    }

    @Test
    void batchHasFromOneToAHundredEntries() {
        assertThat(importing(admin).status()).isEqualTo(400);
        String entry = entry(TestKeys.foreign(), "");
        assertThat(importing(admin, Collections.nCopies(101, entry).toArray(String[]::new))
                        .status())
                .isEqualTo(400);
        Answer hundred = importing(admin, Collections.nCopies(100, entry).toArray(String[]::new));
        assertThat(hundred.json().get("results")).hasSize(100);
    }
}
