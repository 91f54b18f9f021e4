package dev.keysmith.core.token;

import static org.assertj.core.api.Assertions.assertThat;

import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.JWSHeader;
import com.nimbusds.jose.crypto.RSASSASigner;
import com.nimbusds.jose.util.Base64URL;
import dev.keysmith.core.credential.Verification;
import dev.keysmith.core.error.ErrorCode;
import dev.keysmith.core.jwk.JwsAlgorithm;
import dev.keysmith.core.testing.Core;
import dev.keysmith.core.testing.JwtDeployment;
import dev.keysmith.core.testing.TestSigningKey;
import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.security.PublicKey;
import java.security.Signature;
import java.security.interfaces.RSAPrivateKey;
import java.util.Arrays;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * What is known of attacks on JSON Web Signatures (RFC 8725, and the kinds of cases that Wycheproof's vectors have), tried on each
 * algorithm. None gets as far as DynamoDB or Secrets Manager.
 */
class JwtAttackTest {

    private static final BigInteger P256_ORDER =
            new BigInteger("ffffffff00000000ffffffffffffffffbce6faada7179e84f3b9cac2fc632551", 16);

    private final JwtDeployment deployment = new JwtDeployment();

    @ParameterizedTest
    @EnumSource
    void noSignatureIsNoneInAnySpelling(JwsAlgorithm algorithm) {
        TestSigningKey key = deployment.key(algorithm);
        String payload = payload();
        deployment.assertAccepted(key.sign(key.header(JwtDeployment.AT), payload));
        for (String none :
                List.of("none", "None", "NONE", "nOnE", "none ", "\\u006eone", "", "null", "HS0", "NoNe\\u0000")) {
            String header = header(none, key.kid());
            String signed = key.sign(header, payload);
            deployment.assertRefused(none + " with a good signature", signed);
            deployment.assertRefused(none + " without one", unsigned(signed) + ".");
            deployment.assertRefused(none + " with none at all", unsigned(signed) + "." + encode(new byte[1]));
        }
        for (String none : List.of("null", "[]", "[\"none\"]", "0", "false", "{\"none\":true}")) {
            deployment.assertRefused(
                    none, key.sign("{\"alg\":" + none + ",\"typ\":\"at+jwt\",\"kid\":\"" + key.kid() + "\"}", payload));
        }
    }

    @ParameterizedTest
    @EnumSource
    void headerCannotChooseTheAlgorithm(JwsAlgorithm algorithm) {
        TestSigningKey key = deployment.key(algorithm);
        for (String other : List.of(
                "RS256",
                "RS384",
                "RS512",
                "PS256",
                "PS384",
                "PS512",
                "ES256",
                "ES256K",
                "ES384",
                "ES512",
                "EdDSA",
                "Ed25519",
                "HS256",
                "HS384",
                "HS512",
                "RS1",
                "ML-DSA-44",
                "dir",
                "A128KW",
                "RSA-OAEP")) {
            if (!other.equals(algorithm.name())) {
                deployment.assertRefused(other, key.sign(header(other, key.kid()), payload()));
            }
        }
        String own = algorithm.name();
        for (String spelling : List.of(own.toLowerCase(Locale.ROOT), " " + own, own + " ", own + "\\u0000")) {
            deployment.assertRefused(spelling, key.sign(header(spelling, key.kid()), payload()));
        }
    }

    /** A library that takes the header's word for the algorithm verifies these: the public key is the HMAC's secret. */
    @ParameterizedTest
    @EnumSource(names = {"RS256", "ES256"})
    void publicKeyIsNoHmacSecret(JwsAlgorithm algorithm) throws Exception {
        TestSigningKey key = deployment.key(algorithm);
        PublicKey publicKey = publicKey(key);
        String pem = "-----BEGIN PUBLIC KEY-----\n"
                + Base64.getMimeEncoder(64, new byte[] {'\n'}).encodeToString(publicKey.getEncoded())
                + "\n-----END PUBLIC KEY-----";
        String n = algorithm == JwsAlgorithm.RS256
                ? key.jwk().toRSAKey().getModulus().toString()
                : key.jwk().toECKey().getX().toString();
        Map<String, byte[]> secrets = new LinkedHashMap<>();
        secrets.put("PEM", ascii(pem));
        secrets.put("PEM with a line's end", ascii(pem + "\n"));
        secrets.put("DER", publicKey.getEncoded());
        secrets.put("DER in base64", ascii(Base64.getEncoder().encodeToString(publicKey.getEncoded())));
        secrets.put("JWK", ascii(key.jwk().toPublicJWK().toJSONString()));
        secrets.put("n or x as text", ascii(n));
        secrets.put("n or x", Base64.getUrlDecoder().decode(n));
        secrets.put("its name", ascii(key.kid()));
        secrets.put("a zero", new byte[1]);
        for (Map.Entry<String, byte[]> secret : secrets.entrySet()) {
            for (String alg : List.of("HS256", algorithm.name())) {
                String input = encode(header(alg, key.kid())) + "." + encode(payload());
                deployment.assertRefused(
                        alg + " by " + secret.getKey(),
                        input + "." + encode(hmac("HmacSHA256", secret.getValue(), input)));
            }
        }
    }

    @ParameterizedTest
    @EnumSource
    void kidOfAnotherKeyIsRefused(JwsAlgorithm algorithm) {
        TestSigningKey key = deployment.key(algorithm);
        for (JwsAlgorithm other : JwsAlgorithm.values()) {
            if (other != algorithm) {
                String otherKid = deployment.key(other).kid();
                deployment.assertRefused(
                        "its algorithm, " + other + "'s name", key.sign(header(algorithm.name(), otherKid), payload()));
                deployment.assertRefused(
                        other + "'s algorithm and name", key.sign(header(other.name(), otherKid), payload()));
            }
        }
    }

    @ParameterizedTest
    @EnumSource
    void kidOfNoKeyIsRefused(JwsAlgorithm algorithm) {
        TestSigningKey key = deployment.key(algorithm);
        for (String kid : List.of(
                "",
                "x",
                "../../../../dev/null",
                "' OR '1'='1",
                "https://attacker.example.com/jwks.json",
                key.kid() + " ",
                " " + key.kid(),
                key.kid().toUpperCase(Locale.ROOT) + "A",
                key.kid() + "\\u0000",
                "0".repeat(32),
                "f".repeat(300))) {
            deployment.assertRefused(kid, key.sign(header(algorithm.name(), kid), payload()));
        }
        for (String kid : List.of("null", "1", "[\"" + key.kid() + "\"]", "{}")) {
            deployment.assertRefused(
                    kid, key.sign("{\"alg\":\"" + algorithm + "\",\"typ\":\"at+jwt\",\"kid\":" + kid + "}", payload()));
        }
    }

    @ParameterizedTest
    @EnumSource
    void headerWithAnythingMoreOrLessIsRefused(JwsAlgorithm algorithm) {
        TestSigningKey key = deployment.key(algorithm);
        TestSigningKey attackers = TestSigningKey.generate(key.kid(), algorithm);
        String jwk = (algorithm.isAsymmetric() ? attackers.jwk().toPublicJWK() : attackers.jwk()).toJSONString();
        String header = key.header(JwtDeployment.AT);
        for (String more : List.of(
                "\"jku\":\"https://attacker.example.com/jwks.json\"",
                "\"x5u\":\"https://attacker.example.com/cert.pem\"",
                "\"x5c\":[\"MIIB\"]",
                "\"x5t\":\"AAAAAAAAAAAAAAAAAAAAAAAAAAA\"",
                "\"x5t#S256\":\"AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA\"",
                "\"crit\":[\"exp\"]",
                "\"crit\":[]",
                "\"crit\":[\"b64\"],\"b64\":true",
                "\"crit\":[\"https://example.com/unknown\"],\"https://example.com/unknown\":1",
                "\"b64\":false",
                "\"zip\":\"DEF\"",
                "\"cty\":\"JWT\"",
                "\"enc\":\"A128GCM\"",
                "\"epk\":{}",
                "\"x\":\"y\"",
                "\"x\":null")) {
            String with = header.substring(0, header.length() - 1) + "," + more + "}";
            deployment.assertRefused(more, key.sign(with, payload()));
            deployment.assertRefused(more + ", by another key", attackers.sign(with, payload()));
        }
        String embedded = header.substring(0, header.length() - 1) + ",\"jwk\":" + jwk + "}";
        deployment.assertRefused("jwk", attackers.sign(embedded, payload()));
        String instead = "{\"alg\":\"" + algorithm + "\",\"typ\":\"at+jwt\",\"jwk\":" + jwk + "}";
        deployment.assertRefused("jwk in place of kid", attackers.sign(instead, payload()));
        for (String less : List.of(
                "{\"typ\":\"at+jwt\",\"kid\":\"" + key.kid() + "\"}",
                "{\"alg\":\"" + algorithm + "\",\"kid\":\"" + key.kid() + "\"}",
                "{\"alg\":\"" + algorithm + "\",\"typ\":\"at+jwt\"}",
                "{}")) {
            deployment.assertRefused(less, key.sign(less, payload()));
        }
    }

    @ParameterizedTest
    @EnumSource
    void headerThatIsNotOneJsonObjectIsRefused(JwsAlgorithm algorithm) {
        TestSigningKey key = deployment.key(algorithm);
        String header = key.header(JwtDeployment.AT);
        String again = header.substring(1, header.length() - 1);
        for (String text : List.of(
                "{\"alg\":\"none\"," + again + "}",
                "{" + again + ",\"alg\":\"none\"}",
                "{" + again + "," + again + "}",
                "{\"kid\":\"x\"," + again + "}",
                "{" + again + ",\"typ\":\"JWT\"}",
                "{\"\\u0061lg\":\"none\"," + again + "}",
                header + "{}",
                header + "x",
                header.substring(0, header.length() - 1),
                header.substring(0, header.length() - 1) + ",}",
                "{\"\":{" + again + "}}")) {
            deployment.assertRefused(text, key.sign(text, payload()));
        }
        deployment.assertRefused("512 bytes and more", key.sign(header + " ".repeat(512), payload()));
        deployment.assertRefused("deep", key.sign("{\"alg\":" + "[".repeat(400) + "}", payload()));
    }

    @ParameterizedTest
    @EnumSource
    void signatureOfOtherBytesIsRefused(JwsAlgorithm algorithm) {
        String token = deployment.signed(algorithm);
        String[] parts = token.split("\\.");
        Map<String, String> wider = deployment.token();
        wider.put("scope", "\"* owners:any\"");
        deployment.assertRefused(
                "altered payload", parts[0] + "." + encode(JwtDeployment.object(wider)) + "." + parts[2]);
        String otherHeader = deployment.key(algorithm).header(JwtDeployment.AT).replace(",", ", ");
        deployment.assertRefused("altered header", encode(otherHeader) + "." + parts[1] + "." + parts[2]);
        deployment.assertRefused("of another token", unsigned(deployment.signed(algorithm, wider)) + "." + parts[2]);
        deployment.assertRefused("stripped", unsigned(token) + ".");
        deployment.assertRefused("without payload", parts[0] + ".." + parts[2]);
        deployment.assertRefused("parts changed", parts[0] + "." + parts[2] + "." + parts[1]);
        byte[] signature = decode(parts[2]);
        for (int i = 0; i < signature.length; i += 7) {
            byte[] flipped = signature.clone();
            flipped[i] ^= (byte) (1 << (i % 8));
            deployment.assertRefused("a bit of byte " + i, unsigned(token) + "." + encode(flipped));
        }
        for (int length : List.of(1, 8, 16, signature.length / 2, signature.length - 1)) {
            deployment.assertRefused(
                    "its first " + length, unsigned(token) + "." + encode(Arrays.copyOf(signature, length)));
        }
        deployment.assertRefused(
                "a zero more", unsigned(token) + "." + encode(Arrays.copyOf(signature, signature.length + 1)));
        deployment.assertRefused("a zero before", unsigned(token) + "." + encode(afterZero(signature)));
        deployment.assertRefused("zeros", unsigned(token) + "." + encode(new byte[signature.length]));
        deployment.assertAccepted(token);
    }

    /** More than one text for one token would be more than one credential to deny, log and find. */
    @ParameterizedTest
    @EnumSource
    void tokenHasOneText(JwsAlgorithm algorithm) {
        String token = deployment.signed(algorithm);
        String[] parts = token.split("\\.");
        for (String other : List.of(
                token + "=",
                token + "==",
                parts[0] + "=." + parts[1] + "." + parts[2],
                parts[0] + "." + parts[1] + "=." + parts[2],
                token + ".",
                token + "." + parts[2],
                "." + token,
                parts[0] + "." + parts[1],
                parts[0],
                unsigned(token) + ".." + parts[2],
                unsigned(token) + "." + parts[2] + " ",
                " " + token,
                token + "\n",
                parts[0] + ". " + parts[1] + "." + parts[2],
                parts[0] + "." + parts[1].substring(0, 8) + "\r\n" + parts[1].substring(8) + "." + parts[2],
                parts[0] + "." + parts[1] + "." + parts[2].charAt(0) + "\u0000" + parts[2].substring(1),
                parts[0] + "." + parts[1] + "\u3002" + parts[2],
                parts[0] + "%2E" + parts[1] + "." + parts[2])) {
            deployment.assertRefused(other, other);
        }
        // Bits that belong to no byte, in the last character.
        String digits = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_";
        for (int part = 0; part < 3; part++) {
            if (parts[part].length() % 4 != 0) {
                String[] loose = parts.clone();
                int last = digits.indexOf(parts[part].charAt(parts[part].length() - 1));
                loose[part] = parts[part].substring(0, parts[part].length() - 1) + digits.charAt(last + 1);
                deployment.assertRefused("loose bits of part " + part, String.join(".", loose));
            }
        }
        String standard = Base64.getEncoder().withoutPadding().encodeToString(decode(parts[2]));
        if (!standard.equals(parts[2])) {
            deployment.assertRefused("the other alphabet", unsigned(token) + "." + standard);
        }
        deployment.assertAccepted(token);
    }

    @Test
    void otherSerialisationsAreNoTokens() {
        String[] parts = deployment.signed(JwsAlgorithm.ES256).split("\\.");
        for (String other : List.of(
                "{\"protected\":\"" + parts[0] + "\",\"payload\":\"" + parts[1] + "\",\"signature\":\"" + parts[2]
                        + "\"}",
                "{\"payload\":\"" + parts[1] + "\",\"signatures\":[{\"protected\":\"" + parts[0] + "\",\"signature\":\""
                        + parts[2] + "\"}]}",
                String.join(".", parts[0], parts[1], parts[2], parts[1], parts[2]),
                "",
                ".",
                "..",
                "...",
                "eyJ9",
                "e30.e30.e30",
                "e30.e30.")) {
            deployment.assertRefused(other, other);
        }
    }

    @ParameterizedTest
    @EnumSource
    void badUtf8IsRefused(JwsAlgorithm algorithm) {
        TestSigningKey key = deployment.key(algorithm);
        String header = key.header(JwtDeployment.AT);
        Map<String, String> claims = deployment.token();
        claims.put("x", "\"@\"");
        String payload = JwtDeployment.object(claims);
        for (byte[] bad : List.of(
                bytes(0xff),
                bytes(0x80),
                bytes(0xc3),
                bytes(0xc0, 0xaf),
                bytes(0xe0, 0x80, 0xaf),
                bytes(0xed, 0xa0, 0x80),
                bytes(0xf4, 0x90, 0x80, 0x80),
                bytes(0xf8, 0x88, 0x80, 0x80, 0x80))) {
            deployment.assertRefused(
                    "payload with " + Arrays.toString(bad), key.sign(ascii(header), replaced(payload, bad)));
        }
        deployment.assertRefused(
                "a mark of byte order", key.sign(ascii(header), join(bytes(0xef, 0xbb, 0xbf), ascii(payload))));
        deployment.assertRefused("UTF-16", key.sign(ascii(header), payload.getBytes(StandardCharsets.UTF_16BE)));
        deployment.assertRefused("UTF-16 header", key.sign(header.getBytes(StandardCharsets.UTF_16LE), ascii(payload)));
        deployment.assertAccepted(key.sign(ascii(header), ascii(payload)));
    }

    @Test
    void ecdsaSignatureIsTwoNumbersInRange() {
        String token = deployment.signed(JwsAlgorithm.ES256);
        byte[] signature = decode(token.substring(token.lastIndexOf('.') + 1));
        BigInteger r = new BigInteger(1, Arrays.copyOf(signature, 32));
        BigInteger s = new BigInteger(1, Arrays.copyOfRange(signature, 32, 64));
        BigInteger n = P256_ORDER;
        List<BigInteger> odd = List.of(
                BigInteger.ZERO,
                BigInteger.ONE,
                n.subtract(BigInteger.ONE),
                n,
                n.add(BigInteger.ONE),
                BigInteger.ONE.shiftLeft(256).subtract(BigInteger.ONE));
        for (BigInteger one : odd) {
            for (BigInteger other : odd) {
                deployment.assertRefused(one + ", " + other, ecdsa(token, one, other));
            }
            deployment.assertRefused("r and " + one, ecdsa(token, r, one));
            deployment.assertRefused(one + " and s", ecdsa(token, one, s));
        }
        deployment.assertRefused("changed", ecdsa(token, s, r));
        deployment.assertRefused("r + n, where it fits", ecdsa(token, r.add(n).mod(BigInteger.ONE.shiftLeft(256)), s));
        deployment.assertRefused("n - r", ecdsa(token, n.subtract(r), s));
        byte[] der = der(r, s);
        deployment.assertRefused("DER", unsigned(token) + "." + encode(der));
        deployment.assertRefused("DER in 64 bytes", unsigned(token) + "." + encode(Arrays.copyOf(der, 64)));
        deployment.assertRefused("63 bytes", unsigned(token) + "." + encode(Arrays.copyOf(signature, 63)));
        deployment.assertRefused("65 bytes", unsigned(token) + "." + encode(Arrays.copyOf(signature, 65)));
        deployment.assertRefused("of P-384's size", unsigned(token) + "." + encode(wide(r, s, 48)));
        deployment.assertRefused("of 128 bytes", unsigned(token) + "." + encode(wide(r, s, 64)));
    }

    /** Anybody can make the second signature of a pair. It is the same token: its id is what is denied. */
    @Test
    void ecdsaSignatureHasATwinThatIsTheSameToken() {
        String token = deployment.signed(JwsAlgorithm.ES256);
        String twin = twin(token);
        assertThat(twin).isNotEqualTo(token);
        deployment.assertAccepted(twin);

        deployment.core.revoker.revokePresented(twin, Core.ORIGIN);

        for (String either : List.of(token, twin)) {
            assertThat(deployment.core.verify(either)).isEqualTo(new Verification.Refused(ErrorCode.TOKEN_REVOKED));
        }
    }

    @Test
    void rsaSignatureIsExactlyAsPkcs1SaysIt() throws Exception {
        TestSigningKey key = deployment.key(JwsAlgorithm.RS256);
        RSAPrivateKey privateKey = key.jwk().toRSAKey().toRSAPrivateKey();
        String token = deployment.signed(JwsAlgorithm.RS256);
        byte[] hash = MessageDigest.getInstance("SHA-256").digest(ascii(unsigned(token)));
        byte[] info = join(
                bytes(
                        0x30, 0x31, 0x30, 0x0d, 0x06, 0x09, 0x60, 0x86, 0x48, 0x01, 0x65, 0x03, 0x04, 0x02, 0x01, 0x05,
                        0x00),
                join(bytes(0x04, 0x20), hash));
        byte[] longLength = join(
                bytes(
                        0x30, 0x81, 0x31, 0x30, 0x0d, 0x06, 0x09, 0x60, 0x86, 0x48, 0x01, 0x65, 0x03, 0x04, 0x02, 0x01,
                        0x05, 0x00),
                join(bytes(0x04, 0x20), hash));
        byte[] otherHash = info.clone();
        otherHash[14] = 0x02;

        // The control: the same bytes as the library's.
        deployment.assertAccepted(rsa(token, privateKey, padded(info, 0x01, 0xff, 256)));
        Map<String, byte[]> messages = new LinkedHashMap<>();
        messages.put("type 0", padded(info, 0x00, 0xff, 256));
        messages.put("type 2", padded(info, 0x02, 0x7f, 256));
        messages.put("padding of other bytes", padded(info, 0x01, 0xfe, 256));
        messages.put("garbage after the hash", garbageAfter(info));
        messages.put("garbage within the parameters", padded(garbageWithin(hash), 0x01, 0xff, 256));
        messages.put("length in long form", padded(longLength, 0x01, 0xff, 256));
        messages.put("the bare hash", padded(hash, 0x01, 0xff, 256));
        messages.put("another algorithm's name", padded(otherHash, 0x01, 0xff, 256));
        messages.put("the message itself", hash);
        messages.forEach((attack, message) -> deployment.assertRefused(attack, rsa(token, privateKey, message)));

        BigInteger modulus = privateKey.getModulus();
        BigInteger signature = new BigInteger(1, decode(token.substring(token.lastIndexOf('.') + 1)));
        for (BigInteger other : List.of(
                BigInteger.ZERO,
                BigInteger.ONE,
                BigInteger.TWO,
                modulus.subtract(BigInteger.ONE),
                modulus,
                modulus.subtract(signature))) {
            deployment.assertRefused("a number", unsigned(token) + "." + encode(fixed(other, 256)));
        }
        deployment.assertRefused("plus n", unsigned(token) + "." + encode(fixed(signature.add(modulus), 257)));
    }

    /** A signature that is short of a byte now and then is the number's, and not of the length that RFC 8017 wants. */
    @Test
    void rsaSignatureWithoutItsLeadingZeroIsRefused() {
        TestSigningKey key = deployment.key(JwsAlgorithm.RS256);
        Map<String, String> claims = deployment.token();
        for (int i = 0; ; i++) {
            claims.put("x", Integer.toString(i));
            String token = key.sign(key.header(JwtDeployment.AT), JwtDeployment.object(claims));
            byte[] signature = decode(token.substring(token.lastIndexOf('.') + 1));
            if (signature[0] == 0) {
                deployment.assertAccepted(token);
                byte[] shorter = Arrays.copyOfRange(signature, 1, signature.length);
                deployment.assertRefused("without its zero", unsigned(token) + "." + encode(shorter));
                return;
            }
        }
    }

    @Test
    void rsaKeySignsByNothingButRs256() throws Exception {
        TestSigningKey key = deployment.key(JwsAlgorithm.RS256);
        RSASSASigner signer = new RSASSASigner(key.jwk().toRSAKey());
        for (JWSAlgorithm other : List.of(
                JWSAlgorithm.PS256, JWSAlgorithm.PS384, JWSAlgorithm.PS512, JWSAlgorithm.RS384, JWSAlgorithm.RS512)) {
            for (String claimed : List.of(other.getName(), "RS256")) {
                String input = encode(header(claimed, key.kid())) + "." + encode(payload());
                deployment.assertRefused(other + " as " + claimed, input + "." + sign(signer, other, input));
            }
        }
        Signature sha1 = Signature.getInstance("SHA1withRSA");
        sha1.initSign(key.jwk().toRSAKey().toPrivateKey());
        String input = encode(header("RS256", key.kid())) + "." + encode(payload());
        sha1.update(ascii(input));
        deployment.assertRefused("SHA-1", input + "." + encode(sha1.sign()));
    }

    @Test
    void ecKeySignsByNothingButEs256() throws Exception {
        TestSigningKey key = deployment.key(JwsAlgorithm.ES256);
        String input = encode(header("ES256", key.kid())) + "." + encode(payload());
        for (String other : List.of("SHA1", "SHA224", "SHA384", "SHA512")) {
            Signature signature = Signature.getInstance(other + "withECDSAinP1363Format");
            signature.initSign(key.jwk().toECKey().toPrivateKey());
            signature.update(ascii(input));
            deployment.assertRefused(other, input + "." + encode(signature.sign()));
        }
    }

    @Test
    void hmacIsAllOfSha256() throws Exception {
        TestSigningKey key = deployment.key(JwsAlgorithm.HS256);
        byte[] secret = key.jwk().toOctetSequenceKey().toByteArray();
        String input = encode(header("HS256", key.kid())) + "." + encode(payload());
        byte[] mac = hmac("HmacSHA256", secret, input);
        deployment.assertAccepted(input + "." + encode(mac));
        for (int length = 1; length < mac.length; length++) {
            deployment.assertRefused("of " + length + " bytes", input + "." + encode(Arrays.copyOf(mac, length)));
        }
        for (String other : List.of("HmacSHA1", "HmacSHA224", "HmacSHA384", "HmacSHA512")) {
            deployment.assertRefused(other, input + "." + encode(hmac(other, secret, input)));
            deployment.assertRefused(
                    other + " cut", input + "." + encode(Arrays.copyOf(hmac(other, secret, input), 32)));
        }
        deployment.assertRefused("of no secret", input + "." + encode(hmac("HmacSHA256", new byte[1], input)));
        deployment.assertRefused(
                "the plain hash",
                input + "." + encode(MessageDigest.getInstance("SHA-256").digest(join(secret, ascii(input)))));
    }

    /** The keys of RFC 7515 appendix A are known to all. Whoever publishes them by mistake still takes no token of the appendix. */
    @Test
    void examplesOfRfc7515AreNoTokensOfOurs() {
        String payload = "{\"iss\":\"joe\",\r\n \"exp\":1300819380,\r\n \"http://example.com/is_root\":true}";
        for (JwsAlgorithm algorithm : JwsAlgorithm.values()) {
            TestSigningKey key = deployment.key(algorithm);
            String ours = key.header(JwtDeployment.AT);
            deployment.assertRefused(algorithm + ", its payload", key.sign(ours, payload));
            deployment.assertRefused(
                    algorithm + ", its header", key.sign("{\"alg\":\"" + algorithm + "\"}", payload()));
            deployment.assertRefused(
                    algorithm + ", its header with typ",
                    key.sign("{\"typ\":\"JWT\",\r\n \"alg\":\"" + algorithm + "\"}", payload()));
            deployment.assertRefused(
                    algorithm + ", RFC 7520's header",
                    key.sign("{\"alg\":\"" + algorithm + "\",\"kid\":\"bilbo.baggins@hobbiton.example\"}", payload()));
            deployment.assertRefused(
                    algorithm + ", RFC 7520's payload",
                    key.sign(ours, "It\u2019s a dangerous business, Frodo, going out your door."));
        }
        deployment.assertRefused("A.5", encode("{\"alg\":\"none\"}") + "." + encode(payload) + ".");
        deployment.assertRefused("A.5 with our claims", encode("{\"alg\":\"none\"}") + "." + encode(payload()) + ".");
        TestSigningKey key = deployment.key(JwsAlgorithm.ES256);
        deployment.assertRefused("A.4's payload", key.sign("{\"alg\":\"ES512\"}", "Payload"));
        deployment.assertRefused(
                "E: crit that must be refused",
                encode("{\"alg\":\"none\",\r\n \"crit\":[\"http://example.com/UNDEFINED\"],\r\n"
                                + " \"http://example.com/UNDEFINED\":true\r\n}")
                        + "."
                        + encode("FAIL")
                        + ".");
    }

    private String payload() {
        return JwtDeployment.object(deployment.token());
    }

    private static String header(String algorithm, String kid) {
        return "{\"alg\":\"" + algorithm + "\",\"typ\":\"at+jwt\",\"kid\":\"" + kid + "\"}";
    }

    private static String unsigned(String token) {
        return token.substring(0, token.lastIndexOf('.'));
    }

    private static String twin(String token) {
        byte[] signature = decode(token.substring(token.lastIndexOf('.') + 1));
        BigInteger s = new BigInteger(1, Arrays.copyOfRange(signature, 32, 64));
        return ecdsa(token, new BigInteger(1, Arrays.copyOf(signature, 32)), P256_ORDER.subtract(s));
    }

    private static String ecdsa(String token, BigInteger r, BigInteger s) {
        return unsigned(token) + "." + encode(wide(r, s, 32));
    }

    private static byte[] wide(BigInteger r, BigInteger s, int bytes) {
        return join(fixed(r, bytes), fixed(s, bytes));
    }

    private static byte[] der(BigInteger r, BigInteger s) {
        byte[] numbers = join(derNumber(r), derNumber(s));
        return join(bytes(0x30, numbers.length), numbers);
    }

    private static byte[] derNumber(BigInteger number) {
        return join(bytes(0x02, number.toByteArray().length), number.toByteArray());
    }

    /** The number in this many bytes, big-endian. */
    private static byte[] fixed(BigInteger number, int length) {
        byte[] bytes = number.toByteArray();
        byte[] fixed = new byte[length];
        int count = Math.min(length, bytes.length);
        System.arraycopy(bytes, bytes.length - count, fixed, length - count, count);
        return fixed;
    }

    private static String rsa(String token, RSAPrivateKey key, byte[] message) {
        BigInteger signature = new BigInteger(1, message).modPow(key.getPrivateExponent(), key.getModulus());
        return unsigned(token) + "." + encode(fixed(signature, 256));
    }

    /** 00, type, padding, 00 and the message. */
    private static byte[] padded(byte[] message, int type, int filler, int length) {
        byte[] padded = new byte[length];
        Arrays.fill(padded, 2, length - message.length - 1, (byte) filler);
        padded[1] = (byte) type;
        System.arraycopy(message, 0, padded, length - message.length, message.length);
        return padded;
    }

    /** Little padding and what an attacker chooses at the end: with an exponent of 3, cube roots do the rest. */
    private static byte[] garbageAfter(byte[] info) {
        byte[] message = new byte[256];
        byte[] start = padded(info, 0x01, 0xff, info.length + 3 + 8);
        System.arraycopy(start, 0, message, 0, start.length);
        Arrays.fill(message, start.length, message.length, (byte) 0x42);
        return message;
    }

    /** Parameters of the hash's algorithm that are not NULL, and long. */
    private static byte[] garbageWithin(byte[] hash) {
        byte[] garbage = new byte[64];
        Arrays.fill(garbage, (byte) 0x42);
        byte[] parameters = join(bytes(0x04, garbage.length), garbage);
        byte[] name = join(bytes(0x06, 0x09, 0x60, 0x86, 0x48, 0x01, 0x65, 0x03, 0x04, 0x02, 0x01), parameters);
        byte[] algorithm = join(bytes(0x30, name.length), name);
        byte[] content = join(algorithm, join(bytes(0x04, 0x20), hash));
        return join(bytes(0x30, content.length), content);
    }

    private static byte[] hmac(String algorithm, byte[] secret, String input) throws GeneralSecurityException {
        Mac mac = Mac.getInstance(algorithm);
        mac.init(new SecretKeySpec(secret, algorithm));
        return mac.doFinal(ascii(input));
    }

    private static Base64URL sign(RSASSASigner signer, JWSAlgorithm algorithm, String input) throws JOSEException {
        return signer.sign(new JWSHeader(algorithm), ascii(input));
    }

    private static PublicKey publicKey(TestSigningKey key) throws JOSEException {
        return key.algorithm() == JwsAlgorithm.RS256
                ? key.jwk().toRSAKey().toPublicKey()
                : key.jwk().toECKey().toPublicKey();
    }

    private static byte[] replaced(String text, byte[] inPlaceOfAt) {
        int at = text.indexOf('@');
        return join(ascii(text.substring(0, at)), join(inPlaceOfAt, ascii(text.substring(at + 1))));
    }

    private static byte[] afterZero(byte[] bytes) {
        return join(new byte[1], bytes);
    }

    private static byte[] join(byte[] one, byte[] other) {
        byte[] joined = Arrays.copyOf(one, one.length + other.length);
        System.arraycopy(other, 0, joined, one.length, other.length);
        return joined;
    }

    private static byte[] bytes(int... values) {
        byte[] bytes = new byte[values.length];
        for (int i = 0; i < values.length; i++) {
            bytes[i] = (byte) values[i];
        }
        return bytes;
    }

    private static byte[] ascii(String text) {
        return text.getBytes(StandardCharsets.US_ASCII);
    }

    private static byte[] decode(String text) {
        return Base64.getUrlDecoder().decode(text);
    }

    private static String encode(String text) {
        return TestSigningKey.encode(text);
    }

    private static String encode(byte[] bytes) {
        return TestSigningKey.encode(bytes);
    }
}
