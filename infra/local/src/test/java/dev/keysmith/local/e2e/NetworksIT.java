package dev.keysmith.local.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.keysmith.local.e2e.Api.Answer;
import dev.keysmith.local.e2e.Api.IssuedKey;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Keys that may be used from some networks only. The local gateway sees 127.0.0.1, always. */
@ExtendWith(SharedStack.class)
class NetworksIT {

    private static final String HERE = ",\"allowed_networks\":[\"127.0.0.0/8\"]";
    private static final String ELSEWHERE = ",\"allowed_networks\":[\"10.0.0.0/8\",\"2001:db8::/32\"]";
    private static final String MANAGING =
            ",\"role\":\"admin\",\"scopes\":[\"keys:issue\",\"keys:update\",\"keys:rotate\",\"chat:*\"]";

    private final Api api;
    private final String admin;
    private final String owner = "owner-" + UUID.randomUUID();

    NetworksIT(SharedStack.Handle stack) {
        this.api = stack.api();
        this.admin = stack.adminKey();
    }

    @Test
    void keyWorksFromItsNetworksAndShowsThem() {
        IssuedKey key = issued(HERE);

        assertThat(texts(api.me(key.key()).json())).isEqualTo("[\"127.0.0.0/8\"]");
        assertThat(texts(api.validate(key.key()).json())).isEqualTo("[\"127.0.0.0/8\"]");
        assertThat(texts(api.get("/v1/keys/" + key.keyId(), "x-api-key", admin).json()))
                .isEqualTo("[\"127.0.0.0/8\"]");
        assertThat(texts(api.me(issued("").key()).json())).isEqualTo("[]");
        assertThat(api.me(issued(",\"allowed_networks\":[\"::ffff:127.0.0.0/104\"]")
                                .key())
                        .status())
                .isEqualTo(200);
    }

    @ParameterizedTest
    @ValueSource(strings = {"x-forwarded-for", "forwarded", "x-real-ip", "x-client-ip", "true-client-ip", "via"})
    void keyWorksFromNowhereElseWhateverAHeaderSays(String header) {
        String key = issued(ELSEWHERE).key();

        for (String address : new String[] {"10.0.0.1", "for=10.0.0.1", "2001:db8::1"}) {
            assertElsewhere(api.get("/v1/me", "x-api-key", key, header, address));
            assertElsewhere(api.get("/v1/validate", "x-api-key", key, header, address));
        }
    }

    @Test
    void changeOfNetworksHoldsAtOnceAlsoForTokens() {
        IssuedKey key = issued(HERE);
        String token = api.token(key.key());
        assertThat(bearer(token).status()).isEqualTo(200);

        update(key, "{\"allowed_networks\":[\"10.0.0.0/8\"]}");
        assertElsewhere(api.me(key.key()));
        assertElsewhere(api.validate(key.key()));
        assertElsewhere(bearer(token));

        update(key, "{\"allowed_networks\":[\"10.0.0.0/8\",\"127.0.0.1/32\"]}");
        assertThat(api.me(key.key()).status()).isEqualTo(200);

        update(key, "{\"allowed_networks\":[\"::/0\"]}");
        assertElsewhere(api.me(key.key()));

        update(key, "{\"allowed_networks\":null}");
        assertThat(api.me(key.key()).status()).isEqualTo(200);
        assertThat(bearer(token).status()).isEqualTo(200);
    }

    @Test
    void secretThatIsNoLongerGoodIsToldNothingOfNetworks() {
        IssuedKey key = issued(ELSEWHERE);
        assertThat(api.rotate(admin, key.keyId(), "{\"grace_seconds\":0}").status())
                .isEqualTo(200);

        assertThat(api.validate(key.key()).code()).isEqualTo("key_expired");
        assertThat(api.me(key.key()).code()).isEqualTo("credential_rejected");
    }

    @Test
    void keyIsRevokedFromAnywhereAndToldOfWhateverItsNetworks() {
        IssuedKey key = issued(ELSEWHERE);
        assertThat(api.introspect(admin, key.key()).json().get("active").asBoolean())
                .isTrue();

        assertThat(api.present(key.key()).status()).isEqualTo(200);

        assertThat(api.validate(key.key()).code()).isEqualTo("key_revoked");
    }

    @Test
    void rotatedAndRefreshedKeyKeepsItsNetworks() {
        IssuedKey key = issued(HERE + ",\"expires_in_days\":1");

        Answer rotated = api.rotate(admin, key.keyId(), "");
        assertThat(texts(rotated.json())).as(rotated.body()).isEqualTo("[\"127.0.0.0/8\"]");
        Answer refreshed = api.refresh(rotated.json().get("key").asText());
        assertThat(texts(refreshed.json())).as(refreshed.body()).isEqualTo("[\"127.0.0.0/8\"]");
    }

    @Test
    void boundKeyGivesOnlyItsOwnNetworks() {
        IssuedKey bound = issued(HERE + MANAGING);
        IssuedKey mighty = issued(HERE + ",\"role\":\"admin\"");

        for (String issuer : new String[] {bound.key(), mighty.key()}) {
            for (String more : new String[] {
                ",\"allowed_networks\":[]",
                ",\"allowed_networks\":[\"0.0.0.0/0\"]",
                ",\"allowed_networks\":[\"127.0.0.0/8\",\"10.0.0.0/8\"]",
                ",\"allowed_networks\":[\"::/0\"]"
            }) {
                assertExceeds(api.issueAnswer(issuer, key("chat:read", more)));
            }
            for (String none : new String[] {"", ",\"allowed_networks\":null"}) {
                Answer child = api.issueAnswer(issuer, key("chat:read", none));
                assertThat(texts(child.json())).as(child.body()).isEqualTo("[\"127.0.0.0/8\"]");
            }
            assertThat(api.issueAnswer(issuer, key("chat:read", ",\"allowed_networks\":[\"127.0.0.1/32\"]"))
                            .status())
                    .isEqualTo(201);
        }
    }

    @Test
    void boundKeyGivesItselfAndUnboundKeysNothing() {
        IssuedKey bound = issued(HERE + MANAGING);
        IssuedKey unbound = issued(",\"scopes\":[\"chat:read\"],\"expires_in_days\":1");

        assertExceeds(api.update(bound.key(), bound.keyId(), "{\"allowed_networks\":null}"));
        assertExceeds(api.update(bound.key(), bound.keyId(), "{\"allowed_networks\":[]}"));
        assertExceeds(api.update(bound.key(), bound.keyId(), "{\"allowed_networks\":[\"0.0.0.0/0\"]}"));
        // It would work from everywhere with what the other may do here only.
        assertExceeds(api.update(bound.key(), unbound.keyId(), "{\"scopes\":[\"chat:*\"]}"));
        assertThat(api.rotate(bound.key(), unbound.keyId(), "").code()).isEqualTo("grant_exceeds_own");
        assertThat(api.update(bound.key(), unbound.keyId(), "{\"name\":\"renamed\"}")
                        .status())
                .isEqualTo(200);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "\"quota\":0 | /quota",
                "\"quota\":-1 | /quota",
                "\"quota\":1000000000001 | /quota",
                "\"quota\":99999999999999999999 | /quota",
                "\"quota\":1.5 | /quota",
                "\"quota\":\"1\" | /quota",
                "\"rate_limit\":{\"requests\":-1,\"window_seconds\":1} | /rate_limit/requests",
                "\"rate_limit\":{\"requests\":10000001,\"window_seconds\":1} | /rate_limit/requests",
                "\"rate_limit\":{\"requests\":1,\"window_seconds\":0} | /rate_limit/window_seconds",
                "\"allowed_networks\":[\"10.0.0.0\"] | /allowed_networks/0",
                "\"allowed_networks\":[\"10.0.0.0/8\",\"10.1.0.0/16\"] | /allowed_networks/1",
                "\"allowed_networks\":[\"10.0.0.0/8\",\"10.0.0.0/8\"] | /allowed_networks/1",
                "\"allowed_networks\":[\"10.0.0.1/8\"] | /allowed_networks/0",
                "\"allowed_networks\":[\"::ffff:10.0.0.0/95\"] | /allowed_networks/0",
                "\"allowed_networks\":\"10.0.0.0/8\" | /allowed_networks",
            })
    void badLimitOrNetworkIsNamed(String field, String pointer) {
        IssuedKey key = issued("");
        for (Answer answer : new Answer[] {
            api.issueAnswer(admin, key("chat:read", "," + field)), api.update(admin, key.keyId(), "{" + field + "}")
        }) {
            assertThat(answer.status()).as(answer.body()).isEqualTo(400);
            assertThat(answer.code()).isEqualTo("request_invalid");
            assertThat(answer.json().get("errors").get(0).get("pointer").asText())
                    .isEqualTo(pointer);
        }
    }

    @Test
    void quotaIsShownAndChanged() {
        IssuedKey key = issued(",\"quota\":1000");

        assertThat(api.me(key.key()).json().get("quota").asLong()).isEqualTo(1_000);
        JsonNode changed = update(key, "{\"quota\":1000000000000}");
        assertThat(changed.get("quota").asLong()).isEqualTo(1_000_000_000_000L);
        assertThat(update(key, "{\"quota\":null}").get("quota").isNull()).isTrue();
    }

    private IssuedKey issued(String more) {
        return api.issue(admin, "{\"name\":\"k\",\"owner\":\"" + owner + "\"" + more + "}");
    }

    private static String key(String scope, String more) {
        return "{\"name\":\"k\",\"scopes\":[\"" + scope + "\"],\"expires_in_days\":1" + more + "}";
    }

    private JsonNode update(IssuedKey key, String patch) {
        Answer answer = api.update(admin, key.keyId(), patch);
        assertThat(answer.status()).as(answer.body()).isEqualTo(200);
        return answer.json();
    }

    private Answer bearer(String token) {
        return api.get("/v1/me", "authorization", "Bearer " + token);
    }

    private static String texts(JsonNode key) {
        return key.path("allowed_networks").toString();
    }

    private static void assertElsewhere(Answer answer) {
        assertThat(answer.status()).as(answer.body()).isEqualTo(403);
        assertThat(answer.code()).isEqualTo("network_not_allowed");
    }

    private static void assertExceeds(Answer answer) {
        assertThat(answer.status()).as(answer.body()).isEqualTo(403);
        assertThat(answer.code()).isEqualTo("grant_exceeds_own");
        assertThat(answer.json().get("errors").get(0).get("pointer").asText()).isEqualTo("/allowed_networks");
    }
}
