package dev.keysmith.core.testing;

import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.JWSHeader;
import com.nimbusds.jose.JWSSigner;
import com.nimbusds.jose.crypto.ECDSASigner;
import com.nimbusds.jose.crypto.MACSigner;
import com.nimbusds.jose.crypto.RSASSASigner;
import com.nimbusds.jose.jwk.Curve;
import com.nimbusds.jose.jwk.ECKey;
import com.nimbusds.jose.jwk.JWK;
import com.nimbusds.jose.jwk.OctetSequenceKey;
import com.nimbusds.jose.jwk.RSAKey;
import com.nimbusds.jose.jwk.gen.ECKeyGenerator;
import com.nimbusds.jose.jwk.gen.OctetSequenceKeyGenerator;
import com.nimbusds.jose.jwk.gen.RSAKeyGenerator;
import com.nimbusds.jose.util.JSONObjectUtils;
import dev.keysmith.core.jwk.JwsAlgorithm;
import dev.keysmith.core.jwk.VerificationKey;
import dev.keysmith.core.token.JwtClaims;
import dev.keysmith.core.token.JwtSigner;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Base64;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.stream.Collectors;

/** A signing key that signs what we would, and anything else that an attacker could wish for. Another library's signatures: Nimbus. */
public final class TestSigningKey implements JwtSigner {

    private final String kid;
    private final JwsAlgorithm algorithm;
    private final JWK jwk;
    private final JWSSigner signer;

    private TestSigningKey(String kid, JwsAlgorithm algorithm, JWK jwk, JWSSigner signer) {
        this.kid = kid;
        this.algorithm = algorithm;
        this.jwk = jwk;
        this.signer = signer;
    }

    public static TestSigningKey generate(String kid, JwsAlgorithm algorithm) {
        try {
            return switch (algorithm) {
                case RS256 -> {
                    RSAKey key = new RSAKeyGenerator(2048).generate();
                    yield new TestSigningKey(kid, algorithm, key, new RSASSASigner(key));
                }
                case ES256 -> {
                    ECKey key = new ECKeyGenerator(Curve.P_256).generate();
                    yield new TestSigningKey(kid, algorithm, key, new ECDSASigner(key));
                }
                case HS256 -> {
                    OctetSequenceKey key = new OctetSequenceKeyGenerator(256).generate();
                    yield new TestSigningKey(kid, algorithm, key, new MACSigner(key));
                }
            };
        } catch (JOSEException e) {
            throw new IllegalStateException(e);
        }
    }

    public String kid() {
        return kid;
    }

    public JwsAlgorithm algorithm() {
        return algorithm;
    }

    /** The private JSON Web Key. */
    public JWK jwk() {
        return jwk;
    }

    public VerificationKey verificationKey(Instant activeFrom) {
        Map<String, Object> members =
                new HashMap<>((algorithm.isAsymmetric() ? jwk.toPublicJWK() : jwk).toJSONObject());
        members.remove("kty");
        return new VerificationKey(
                kid,
                algorithm,
                activeFrom,
                members.entrySet().stream()
                        .collect(Collectors.toMap(Map.Entry::getKey, entry -> (String) entry.getValue())));
    }

    /** The header that our tokens have, as JSON. */
    public String header(String typ) {
        return "{\"alg\":\"" + algorithm + "\",\"typ\":\"" + typ + "\",\"kid\":\"" + kid + "\"}";
    }

    @Override
    public String sign(JwtClaims claims) {
        return sign(header(claims.type().headerValue()), json(members(claims)));
    }

    /** What our claims are on the wire. */
    public static Map<String, Object> members(JwtClaims claims) {
        Map<String, Object> members = new LinkedHashMap<>();
        members.put("iss", claims.issuer());
        members.put("sub", claims.id().keyId().value());
        members.put("aud", claims.audience());
        members.put("jti", claims.id().toString());
        members.put("iat", claims.issuedAt().getEpochSecond());
        members.put("exp", claims.expiresAt().getEpochSecond());
        claims.scope().ifPresent(scope -> {
            members.put("client_id", claims.id().keyId().value());
            members.put("scope", scope.toString());
        });
        return members;
    }

    public static String json(Map<String, Object> members) {
        return JSONObjectUtils.toJSONString(members);
    }

    /** Any header and any payload, with a good signature over them. */
    public String sign(String header, String payload) {
        String input = encode(header) + "." + encode(payload);
        try {
            return input + "."
                    + signer.sign(
                            new JWSHeader(JWSAlgorithm.parse(algorithm.name())),
                            input.getBytes(StandardCharsets.US_ASCII));
        } catch (JOSEException e) {
            throw new IllegalStateException(e);
        }
    }

    /** Base64url without padding. */
    public static String encode(String text) {
        return encode(text.getBytes(StandardCharsets.UTF_8));
    }

    public static String encode(byte[] bytes) {
        return Base64.getUrlEncoder().withoutPadding().encodeToString(bytes);
    }
}
