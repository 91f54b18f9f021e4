package dev.keysmith.local.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import dev.keysmith.local.e2e.Api.IssuedKey;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;

/**
 * How many calls to AWS each operation makes, counted on the wire between the functions and the services. Use is not counted here: what
 * that costs beside, {@link MeteredCallsIT} tells.
 */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class AwsCallsIT {

    private static final String KEYS = "keysmith-keys";
    private static final String STATE = "keysmith-state";

    private final CountedCalls calls = new CountedCalls();
    private SharedStack.Handle handle;
    private Api api;
    private IssuedKey key;

    @BeforeAll
    void start(@TempDir Path data) {
        handle = SharedStack.start(SharedStack.settings(data)
                .withFunctionEndpoints(calls::inFrontOf)
                .withFunctionEnvironment(Map.of("KEYSMITH_METERING", "off")));
        api = handle.api();
    }

    @BeforeEach
    void warm() {
        // Every function once, so that each holds its secret.
        key = api.issue(handle.adminKey(), "{\"name\":\"warm\"}");
        api.me(key.key());
        api.validate(key.key());
        api.revoke(
                handle.adminKey(),
                api.issue(handle.adminKey(), "{\"name\":\"warm\"}").keyId());
        api.rotate(handle.adminKey(), key.keyId(), "");
        api.present(api.token(key.key()));
        calls.reset();
    }

    @AfterAll
    void stop() {
        handle.close();
        calls.close();
    }

    @Test
    void decisionIsOneReadAndNothingElse() {
        for (int i = 0; i < 10; i++) {
            assertThat(api.me(key.key()).status()).isEqualTo(200);
        }
        assertThat(calls.count("GetItem", KEYS)).isEqualTo(10);
        assertThat(calls.all()).isEqualTo(10);
    }

    @Test
    void malformedCredentialCostsNoCall() {
        assertThat(api.me(TestKeys.withOneCharacterChanged(key.key())).status()).isEqualTo(401);
        assertThat(api.me("nonsense").status()).isEqualTo(401);
        assertThat(api.get("/v1/me").status()).isEqualTo(401);
        assertThat(api.validate(TestKeys.withOneCharacterChanged(key.key())).code())
                .isEqualTo("credential_malformed");
        assertThat(calls.all()).isZero();
    }

    @Test
    void decisionOnATokenIsOneReadAndNothingElse() {
        String token = api.token(key.key());
        String jwtKey = api.issue(handle.adminKey(), "{\"name\":\"j\",\"format\":\"jwt\"}")
                .key();
        calls.reset();
        assertThat(api.me(token).status()).isEqualTo(200);
        assertThat(api.me(jwtKey).status()).isEqualTo(200);
        assertThat(calls.count("GetItem", KEYS)).isEqualTo(2);
        assertThat(calls.all()).isEqualTo(2);
    }

    @Test
    void tokenThatIsNotSignedByUsCostsNoCall() {
        String token = api.token(key.key());
        String ofNoKeyOfOurs = Jwts.with(
                token,
                Jwts.header(token)
                        .toString()
                        .replaceFirst("\"kid\":\"[^\"]*\"", "\"kid\":\"00112233445566778899aabbccddeeff\""),
                Jwts.claims(token).toString());
        calls.reset();
        assertThat(api.me(Jwts.with(token, Jwts.header(token).toString(), "{}")).status())
                .isEqualTo(401);
        for (int i = 0; i < 5; i++) {
            assertThat(api.me(ofNoKeyOfOurs).status()).isEqualTo(401);
        }
        assertThat(calls.all()).isZero();
    }

    @Test
    void mintingIsNoCallBesideTheDecision() {
        api.token(key.key());
        assertThat(calls.count("GetItem", KEYS)).isEqualTo(1);
        assertThat(calls.all()).isEqualTo(1);
    }

    @Test
    void introspectionIsOneReadBesideTheDecision() {
        String token = api.token(key.key());
        calls.reset();
        assertThat(api.introspect(handle.adminKey(), token).json().get("active").asBoolean())
                .isTrue();
        assertThat(calls.count("GetItem", KEYS)).isEqualTo(2);
        assertThat(calls.all()).isEqualTo(2);
    }

    @Test
    void revokingATokenIsOneReadAndOneWrite() {
        String token = api.token(key.key());
        calls.reset();
        api.present(token);
        assertThat(calls.count("GetItem", KEYS)).isEqualTo(1);
        assertThat(calls.count("PutItem", KEYS)).isEqualTo(1);
        assertThat(calls.all()).isEqualTo(2);
    }

    @Test
    void issueIsTwoWritesBesideTheDecision() {
        api.issue(handle.adminKey(), "{\"name\":\"counted\"}");
        assertThat(calls.count("GetItem", KEYS)).isEqualTo(1);
        assertThat(calls.count("UpdateItem", STATE)).isEqualTo(1);
        assertThat(calls.count("PutItem", KEYS)).isEqualTo(1);
        assertThat(calls.all()).isEqualTo(3);
    }

    @Test
    void revokeIsOneWriteBesideTheDecision() {
        api.revoke(handle.adminKey(), key.keyId());
        assertThat(calls.count("GetItem", KEYS)).isEqualTo(1);
        assertThat(calls.count("UpdateItem", KEYS)).isEqualTo(1);
        assertThat(calls.all()).isEqualTo(2);
    }

    @Test
    void rotateIsOneReadAndOneWriteBesideTheDecision() {
        assertThat(api.rotate(handle.adminKey(), key.keyId(), "").status()).isEqualTo(200);
        assertThat(calls.count("GetItem", KEYS)).isEqualTo(2);
        assertThat(calls.count("PutItem", KEYS)).isEqualTo(1);
        assertThat(calls.all()).isEqualTo(3);
    }

    @Test
    void refreshIsOneWriteBesideTheDecision() {
        String brief = api.issue(handle.adminKey(), "{\"name\":\"brief\",\"expires_in_days\":1}")
                .key();
        calls.reset();
        assertThat(api.refresh(brief).status()).isEqualTo(200);
        assertThat(calls.count("GetItem", KEYS)).isEqualTo(1);
        assertThat(calls.count("UpdateItem", KEYS)).isEqualTo(1);
        assertThat(calls.all()).isEqualTo(2);
    }

    @Test
    void listIsOneQueryAPageBesideTheDecision() {
        assertThat(api.get("/v1/keys?limit=1&status=active", "x-api-key", handle.adminKey())
                        .status())
                .isEqualTo(200);
        assertThat(calls.count("GetItem", KEYS)).isEqualTo(1);
        assertThat(calls.count("Query", KEYS)).isEqualTo(1);
        assertThat(calls.all()).isEqualTo(2);
    }

    @Test
    void updateIsOneReadAndOneWriteAndDeleteIsTwoWrites() {
        assertThat(api.update(handle.adminKey(), key.keyId(), "{\"name\":\"new\"}")
                        .status())
                .isEqualTo(200);
        assertThat(calls.count("GetItem", KEYS)).isEqualTo(2);
        assertThat(calls.count("PutItem", KEYS)).isEqualTo(1);
        assertThat(calls.all()).isEqualTo(3);
        calls.reset();
        assertThat(api.delete("/v1/keys/" + key.keyId(), "x-api-key", handle.adminKey())
                        .status())
                .isEqualTo(204);
        assertThat(calls.count("UpdateItem", KEYS)).isEqualTo(1);
        assertThat(calls.count("DeleteItem", STATE)).isEqualTo(1);
        assertThat(calls.all()).isEqualTo(3);
    }

    @Test
    void usageIsTwoReadsBesideTheDecision() {
        assertThat(api.get("/v1/keys/" + key.keyId() + "/usage", "x-api-key", handle.adminKey())
                        .status())
                .isEqualTo(200);
        assertThat(calls.count("GetItem", KEYS)).isEqualTo(2);
        assertThat(calls.count("GetItem", STATE)).isEqualTo(1);
        assertThat(calls.all()).isEqualTo(3);
    }

    @Test
    void importedKeyIsFoundWithOneRead() {
        String foreign = TestKeys.foreign();
        api.importKey(handle.adminKey(), foreign, "");
        calls.reset();
        assertThat(api.me(foreign).status()).isEqualTo(200);
        assertThat(calls.count("GetItem", KEYS)).isEqualTo(1);
        assertThat(calls.all()).isEqualTo(1);
    }

    @Test
    void issueThatCanBeRepeatedIsOneReadMoreAndRepeatingItNoWrite() {
        String[] headers = {"x-api-key", handle.adminKey(), "idempotency-key", "counted"};
        assertThat(api.post("/v1/keys", "{\"name\":\"once\"}", headers).status())
                .isEqualTo(201);
        assertThat(calls.count("GetItem", KEYS)).isEqualTo(1);
        assertThat(calls.count("GetItem", STATE)).isEqualTo(1);
        assertThat(calls.count("UpdateItem", STATE)).isEqualTo(1);
        assertThat(calls.all()).isEqualTo(4);
        calls.reset();
        assertThat(api.post("/v1/keys", "{\"name\":\"once\"}", headers).status())
                .isEqualTo(201);
        assertThat(calls.count("GetItem", STATE)).isEqualTo(1);
        assertThat(calls.all()).isEqualTo(2);
    }

    @Test
    void validateIsOneReadAndReadIsOneBesideTheDecision() {
        api.validate(key.key());
        assertThat(calls.all()).isEqualTo(1);
        api.get("/v1/keys/" + key.keyId(), "x-api-key", handle.adminKey());
        assertThat(calls.count("GetItem", KEYS)).isEqualTo(3);
        assertThat(calls.all()).isEqualTo(3);
    }
}
