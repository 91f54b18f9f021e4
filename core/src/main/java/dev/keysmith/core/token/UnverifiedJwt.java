package dev.keysmith.core.token;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.core.StreamReadFeature;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Base64;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

/**
 * A JWT in compact form (RFC 7515 section 7.1) whose signature nobody has looked at. Its header has {@code alg}, {@code typ} and
 * {@code kid}, each once, and nothing else: whatever could name another key ({@code jwk}, {@code jku}, {@code x5u}, {@code x5c}) or
 * change how it is read ({@code crit}, {@code b64}, {@code zip}) is refused with all that is unknown.
 */
final class UnverifiedJwt {

    private static final JsonFactory JSON = JsonFactory.builder()
            .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
            .build();
    private static final int MAX_HEADER_BYTES = 512;

    private final String algorithm;
    private final JwtType type;
    private final String kid;
    private final byte[] signingInput;
    private final byte[] payload;
    private final byte[] signature;

    private UnverifiedJwt(
            Map<String, String> header, JwtType type, byte[] signingInput, byte[] payload, byte[] signature) {
        this.algorithm = header.getOrDefault("alg", "");
        this.type = type;
        this.kid = header.getOrDefault("kid", "");
        this.signingInput = signingInput;
        this.payload = payload;
        this.signature = signature;
    }

    /** The JWT of this text; empty where it is none, or one that we do not make. */
    static Optional<UnverifiedJwt> parse(String text) {
        if (text.length() > JwtShape.MAX_LENGTH) {
            return Optional.empty();
        }
        int first = text.indexOf('.');
        int second = text.indexOf('.', first + 1);
        if (first < 0 || second < 0 || text.indexOf('.', second + 1) >= 0) {
            return Optional.empty();
        }
        byte[] header = decode(text.substring(0, first));
        byte[] payload = decode(text.substring(first + 1, second));
        byte[] signature = decode(text.substring(second + 1));
        if (header.length == 0 || header.length > MAX_HEADER_BYTES || payload.length == 0 || signature.length == 0) {
            return Optional.empty();
        }
        return header(header)
                .flatMap(members -> JwtType.of(members.getOrDefault("typ", ""))
                        .map(type -> new UnverifiedJwt(
                                members,
                                type,
                                text.substring(0, second).getBytes(StandardCharsets.US_ASCII),
                                payload,
                                signature)));
    }

    String algorithm() {
        return algorithm;
    }

    JwtType type() {
        return type;
    }

    String kid() {
        return kid;
    }

    byte[] signingInput() {
        return signingInput;
    }

    byte[] payload() {
        return payload;
    }

    byte[] signature() {
        return signature;
    }

    /** The header's members; empty unless they are the three that we write. */
    private static Optional<Map<String, String>> header(byte[] bytes) {
        Map<String, String> members = new HashMap<>();
        try (JsonParser json = JSON.createParser(bytes)) {
            if (json.nextToken() != JsonToken.START_OBJECT) {
                return Optional.empty();
            }
            while (json.nextToken() == JsonToken.FIELD_NAME) {
                String name = json.currentName();
                if (json.nextToken() != JsonToken.VALUE_STRING) {
                    return Optional.empty();
                }
                members.put(name, json.getText());
            }
            boolean isWhole = json.nextToken() == null;
            return isWhole && members.size() == 3 && members.containsKey("alg") && members.containsKey("kid")
                    ? Optional.of(members)
                    : Optional.empty();
        } catch (IOException e) {
            return Optional.empty();
        }
    }

    /** The bytes of an unpadded base64url text (RFC 7515 section 2) in its one canonical form; none for any other. */
    private static byte[] decode(String text) {
        byte[] ascii = text.getBytes(StandardCharsets.ISO_8859_1);
        try {
            byte[] bytes = Base64.getUrlDecoder().decode(ascii);
            return Arrays.equals(Base64.getUrlEncoder().withoutPadding().encode(bytes), ascii) ? bytes : new byte[0];
        } catch (IllegalArgumentException e) {
            return new byte[0];
        }
    }
}
