package dev.keysmith.local.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.JWSHeader;
import com.nimbusds.jose.JWSSigner;
import com.nimbusds.jose.crypto.RSASSASigner;
import com.nimbusds.jose.jwk.JWK;
import com.nimbusds.jose.jwk.JWKSet;
import com.nimbusds.jose.jwk.RSAKey;
import com.nimbusds.jose.jwk.gen.RSAKeyGenerator;
import dev.keysmith.local.aws.LocalAws;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import software.amazon.awssdk.services.secretsmanager.SecretsManagerClient;

/** Forged and altered tokens, sent through the gateway. The last tests sign with the deployment's own key, as nobody can. */
@ExtendWith(SharedStack.class)
class TokenAttackIT {

    private final SharedStack.Handle stack;
    private final Api api;
    private final String key;
    private final String token;

    TokenAttackIT(SharedStack.Handle stack) {
        this.stack = stack;
        this.api = stack.api();
        this.key = api.issue(stack.adminKey(), "{\"name\":\"victim\",\"scopes\":[\"keys:read\"]}")
                .key();
        this.token = api.token(key);
    }

    private void assertRefused(String what, String forged) {
        assertThat(api.me(forged).status()).as(what).isEqualTo(401);
        assertThat(api.get("/v1/me", "authorization", "Bearer " + forged).code())
                .as(what)
                .isEqualTo("credential_rejected");
        assertThat(api.validate(forged).code()).as(what).isEqualTo("token_invalid");
        assertThat(api.introspect(stack.adminKey(), forged).json().toString())
                .as(what)
                .isEqualTo("{\"active\":false}");
        assertThat(api.present(forged).status()).as(what).isEqualTo(200);
        assertThat(api.me(token).status()).as(what).isEqualTo(200);
    }

    private String header(Consumer<ObjectNode> change) {
        ObjectNode header = (ObjectNode) Jwts.header(token);
        change.accept(header);
        return header.toString();
    }

    private String payload() {
        return Jwts.claims(token).toString();
    }

    @Test
    void unsignedTokenIsRefusedHoweverNoneIsSpelt() {
        for (String none : List.of("none", "None", "NONE", "nOnE", "", " none", "none ")) {
            String header = header(members -> members.put("alg", none));
            assertRefused(none + " with a signature", Jwts.with(token, header, payload()));
            assertRefused(none + " without", Jwts.encode(header) + "." + Jwts.encode(payload()) + ".");
        }
        assertRefused("stripped signature", token.substring(0, token.lastIndexOf('.') + 1));
    }

    @Test
    void publicKeyIsNoHmacSecret() throws Exception {
        JWK publicKey = JWKSet.parse(api.get("/.well-known/jwks.json").body())
                .getKeyByKeyId(Jwts.header(token).get("kid").asText());
        byte[] der = publicKey.toRSAKey().toRSAPublicKey().getEncoded();
        String pem = "-----BEGIN PUBLIC KEY-----\n"
                + Base64.getMimeEncoder(64, new byte[] {'\n'}).encodeToString(der) + "\n-----END PUBLIC KEY-----\n";
        String input = Jwts.encode(header(members -> members.put("alg", "HS256"))) + "." + Jwts.encode(payload());
        for (byte[] secret : List.of(
                der,
                pem.getBytes(StandardCharsets.US_ASCII),
                pem.strip().getBytes(StandardCharsets.US_ASCII),
                publicKey.toJSONString().getBytes(StandardCharsets.US_ASCII),
                publicKey.toRSAKey().getModulus().decode())) {
            Mac mac = Mac.getInstance("HmacSHA256");
            mac.init(new SecretKeySpec(secret, "HmacSHA256"));
            assertRefused("HMAC", input + "." + Jwts.encode(mac.doFinal(input.getBytes(StandardCharsets.US_ASCII))));
        }
    }

    @Test
    void tokenBringsNoKeyOfItsOwn() throws Exception {
        RSAKey attacker = new RSAKeyGenerator(2048).keyID("attacker").generate();
        String jwk = attacker.toPublicJWK().toJSONString();
        for (String extra : List.of(
                "\"jwk\":" + jwk,
                "\"jku\":\"http://127.0.0.1:9/jwks.json\"",
                "\"x5u\":\"http://127.0.0.1:9/cert.pem\"",
                "\"x5c\":[\"AAAA\"]",
                "\"crit\":[\"exp\"]",
                "\"b64\":false",
                "\"zip\":\"DEF\"")) {
            String header = header(_ -> {}).replace("}", "," + extra + "}");
            assertRefused(extra, sign(new RSASSASigner(attacker), header, payload()));
            assertRefused(extra + " and our signature", sign(ourSigner(), header, payload()));
        }
        assertRefused(
                "unknown kid",
                sign(new RSASSASigner(attacker), header(members -> members.put("kid", "attacker")), payload()));
        assertRefused("our kid", sign(new RSASSASigner(attacker), header(_ -> {}), payload()));
    }

    @Test
    void alteredTokenIsRefused() {
        String[] parts = token.split("\\.");
        assertRefused("other scope", Jwts.with(token, header(_ -> {}), payload().replace("keys:read", "keys:*")));
        assertRefused("later end", Jwts.with(token, header(_ -> {}), claims(c -> c.put("exp", 9_999_999_999L))));
        assertRefused("other typ", Jwts.with(token, header(m -> m.put("typ", "key+jwt")), payload()));
        assertRefused("signature of the key's own JWT", parts[0] + "." + parts[1] + "." + signatureOfAJwtKey());
        for (String noJwt : List.of(token + "=", token + ".", token + "..", "." + token, token.replace('.', ' '))) {
            assertThat(api.me(noJwt).status()).isEqualTo(401);
            assertThat(api.validate(noJwt).code()).isEqualTo("credential_malformed");
        }
        assertRefused("huge", token.replace(parts[1], parts[1] + "A".repeat(7_000)));
    }

    @Test
    void tokenOfAnotherDeploymentIsRefused() throws Exception {
        RSAKey other = new RSAKeyGenerator(2048).generate();
        assertRefused(
                "another deployment's",
                sign(
                        new RSASSASigner(other),
                        header(members -> members.put("kid", "00112233445566778899aabbccddeeff")),
                        claims(c -> c.put("iss", "https://other.example"))));
    }

    @Test
    void claimsAreHeldToTheirFormEvenWhereTheSignatureIsGood() {
        long now = System.currentTimeMillis() / 1_000;
        Map<String, String> wrong = new LinkedHashMap<>();
        for (String claim : List.of("iss", "aud", "exp", "iat", "jti", "sub", "client_id", "scope")) {
            wrong.put("no " + claim, claims(c -> c.remove(claim)));
            wrong.put("null " + claim, claims(c -> c.putNull(claim)));
        }
        wrong.put("exp as text", claims(c -> c.put("exp", Long.toString(now + 60))));
        wrong.put("exp as fraction", claims(c -> c.put("exp", now + 60.5)));
        wrong.put("foreign issuer", claims(c -> c.put("iss", "https://other.example")));
        wrong.put("foreign audience", claims(c -> c.put("aud", "https://other.example")));
        wrong.put("not yet", claims(c -> c.put("nbf", now + 600)));
        wrong.put("from the future", claims(c -> c.put("iat", now + 600).put("exp", now + 1_200)));
        wrong.put("too long a life", claims(c -> c.put("exp", c.get("iat").asLong() + 3_601)));
        wrong.put("another subject", claims(c -> c.put("sub", "0123456789abcdef")));
        wrong.put("claim twice", payload().replaceFirst("\\{", "{\"scope\":\"*\","));
        wrong.put("no JSON", "scope=*");
        wrong.forEach((what, claims) -> assertRefused(what, sign(ourSigner(), header(_ -> {}), claims)));
        for (String typ : List.of("key+jwt", "JWT", "AT+JWT", "application/at+jwt", "")) {
            assertRefused("typ " + typ, sign(ourSigner(), header(m -> m.put("typ", typ)), payload()));
        }
        assertRefused("no typ", sign(ourSigner(), header(m -> m.remove("typ")), payload()));
    }

    @Test
    void expiredBeyondTheSkewIsExpired() {
        long now = System.currentTimeMillis() / 1_000;
        String expired = sign(
                ourSigner(), header(_ -> {}), claims(c -> c.put("iat", now - 60).put("exp", now - 6)));
        assertThat(api.me(expired).status()).isEqualTo(401);
        assertThat(api.validate(expired).code()).isEqualTo("token_expired");
    }

    @Test
    void stolenSigningKeyMakesNoKeys() {
        String jwtKey = api.issue(stack.adminKey(), "{\"name\":\"j\",\"format\":\"jwt\"}")
                .key();
        String forged = sign(ourSigner(), Jwts.header(jwtKey).toString(), Jwts.claims(jwtKey) + " ");

        assertThat(api.me(jwtKey).status()).isEqualTo(200);
        assertThat(api.me(forged).status()).isEqualTo(401);
        assertThat(api.validate(forged).code()).isEqualTo("key_unknown");
    }

    private String signatureOfAJwtKey() {
        return api.issue(stack.adminKey(), "{\"name\":\"j\",\"format\":\"jwt\"}")
                .key()
                .split("\\.")[2];
    }

    private String claims(Consumer<ObjectNode> change) {
        ObjectNode claims = Jwts.claims(token).deepCopy();
        change.accept(claims);
        return claims.toString();
    }

    private JWSSigner ourSigner() {
        try (SecretsManagerClient client =
                LocalAws.secretsManager(stack.stack().secretsManager().endpoint())) {
            JsonNode header = Jwts.header(token);
            return new RSASSASigner(JWKSet.parse(client.getSecretValue(get -> get.secretId("keysmith/signing"))
                            .secretString())
                    .getKeyByKeyId(header.get("kid").asText())
                    .toRSAKey());
        } catch (Exception e) {
            throw new IllegalStateException(e);
        }
    }

    private static String sign(JWSSigner signer, String header, String payload) {
        String input = Jwts.encode(header) + "." + Jwts.encode(payload);
        try {
            return input + "."
                    + signer.sign(new JWSHeader(JWSAlgorithm.RS256), input.getBytes(StandardCharsets.US_ASCII));
        } catch (Exception e) {
            throw new IllegalStateException(e);
        }
    }
}
