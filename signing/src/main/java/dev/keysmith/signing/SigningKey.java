package dev.keysmith.signing;

import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.JOSEObjectType;
import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.JWSHeader;
import com.nimbusds.jose.JWSObject;
import com.nimbusds.jose.JWSSigner;
import com.nimbusds.jose.crypto.ECDSASigner;
import com.nimbusds.jose.crypto.MACSigner;
import com.nimbusds.jose.crypto.RSASSASigner;
import com.nimbusds.jose.jwk.Curve;
import com.nimbusds.jose.jwk.JWK;
import com.nimbusds.jose.jwk.gen.ECKeyGenerator;
import com.nimbusds.jose.jwk.gen.OctetSequenceKeyGenerator;
import com.nimbusds.jose.jwk.gen.RSAKeyGenerator;
import com.nimbusds.jwt.JWTClaimsSet;
import dev.keysmith.core.jwk.JwsAlgorithm;
import dev.keysmith.core.jwk.VerificationKey;
import dev.keysmith.core.token.JwtClaims;
import java.time.Instant;
import java.util.Date;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/** A private key with its name and algorithm. Its {@link #toString()} shows the name alone. */
public final class SigningKey {

    private static final int RSA_BITS = 2048;
    private static final int HMAC_BITS = 256;

    private final JWK jwk;
    private final JwsAlgorithm algorithm;
    private final JWSSigner signer;

    /** Throws {@link IllegalArgumentException}, which repeats nothing of it, if it is no private key with {@code kid} and {@code alg}. */
    SigningKey(JWK jwk) {
        if (jwk.getKeyID() == null || jwk.getAlgorithm() == null || !jwk.isPrivate()) {
            throw new IllegalArgumentException("no private key with a name and an algorithm");
        }
        this.jwk = jwk;
        this.algorithm = JwsAlgorithm.of(jwk.getAlgorithm().getName())
                .orElseThrow(() -> new IllegalArgumentException("no such algorithm"));
        try {
            this.signer = signer(jwk, algorithm);
        } catch (JOSEException | ClassCastException e) {
            throw new IllegalArgumentException("no key of " + algorithm);
        }
        if (!signer.supportedJWSAlgorithms().contains(JWSAlgorithm.parse(algorithm.name()))) {
            throw new IllegalArgumentException("a curve of another algorithm");
        }
    }

    /** A new key: RSA of 2,048 bits, P-256, or 256 random bits. */
    public static SigningKey generate(String kid, JwsAlgorithm algorithm) {
        JWSAlgorithm name = JWSAlgorithm.parse(algorithm.name());
        try {
            return new SigningKey(
                    switch (algorithm) {
                        case RS256 ->
                            new RSAKeyGenerator(RSA_BITS)
                                    .keyID(kid)
                                    .algorithm(name)
                                    .generate();
                        case ES256 ->
                            new ECKeyGenerator(Curve.P_256)
                                    .keyID(kid)
                                    .algorithm(name)
                                    .generate();
                        case HS256 ->
                            new OctetSequenceKeyGenerator(HMAC_BITS)
                                    .keyID(kid)
                                    .algorithm(name)
                                    .generate();
                    });
        } catch (JOSEException e) {
            throw new IllegalStateException("every JDK makes keys of " + algorithm, e);
        }
    }

    public String kid() {
        return jwk.getKeyID();
    }

    public JwsAlgorithm algorithm() {
        return algorithm;
    }

    /** What verifies its signatures; of HS256 that is the key itself. */
    public VerificationKey verificationKey(Instant activeFrom) {
        List<String> names =
                switch (algorithm) {
                    case RS256 -> List.of("n", "e");
                    case ES256 -> List.of("crv", "x", "y");
                    case HS256 -> List.of("k");
                };
        Map<String, Object> members = jwk.toJSONObject();
        return new VerificationKey(
                kid(), algorithm, activeFrom, names.stream().collect(Collectors.toMap(name -> name, name ->
                        (String) members.get(name))));
    }

    /** The JWT that says this, in compact form. */
    public String sign(JwtClaims claims) {
        JWSHeader header = new JWSHeader.Builder(JWSAlgorithm.parse(algorithm.name()))
                .type(new JOSEObjectType(claims.type().headerValue()))
                .keyID(kid())
                .build();
        JWSObject jwt = new JWSObject(header, claimsSet(claims).toPayload());
        try {
            jwt.sign(signer);
        } catch (JOSEException e) {
            throw new IllegalStateException("every JDK signs by " + algorithm, e);
        }
        return jwt.serialize();
    }

    /** Its JSON Web Key, private members and all: for the secret's text only. */
    Map<String, Object> toJwk() {
        return jwk.toJSONObject();
    }

    @Override
    public String toString() {
        return "SigningKey[" + kid() + "]";
    }

    private static JWTClaimsSet claimsSet(JwtClaims claims) {
        String keyId = claims.id().keyId().value();
        JWTClaimsSet.Builder set = new JWTClaimsSet.Builder()
                .issuer(claims.issuer())
                .subject(keyId)
                .audience(claims.audience())
                .jwtID(claims.id().toString())
                .issueTime(Date.from(claims.issuedAt()))
                .expirationTime(Date.from(claims.expiresAt()));
        claims.scope().ifPresent(scope -> set.claim("client_id", keyId).claim("scope", scope.toString()));
        return set.build();
    }

    private static JWSSigner signer(JWK jwk, JwsAlgorithm algorithm) throws JOSEException {
        return switch (algorithm) {
            case RS256 -> new RSASSASigner(jwk.toRSAKey());
            case ES256 -> new ECDSASigner(jwk.toECKey());
            case HS256 -> new MACSigner(jwk.toOctetSequenceKey());
        };
    }
}
