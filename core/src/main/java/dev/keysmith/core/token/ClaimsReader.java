package dev.keysmith.core.token;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.core.StreamReadFeature;
import dev.keysmith.core.access.ScopeSet;
import java.io.IOException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Reads the claims of a JWT whose signature is good. What is missing, is there twice, or is of another type than it must be makes all
 * of it unreadable; claims that mean nothing to us are passed over (RFC 7519 section 4).
 */
final class ClaimsReader {

    private static final JsonFactory JSON = JsonFactory.builder()
            .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
            .build();
    /** The last second of the year 9999. */
    private static final long LATEST = 253_402_300_799L;

    private final Map<String, String> texts = new HashMap<>();
    private final Map<String, Instant> times = new HashMap<>();
    private final List<String> audience = new ArrayList<>();

    private ClaimsReader() {}

    /** The claims, and {@code nbf} where there is one; empty where they are not in order. */
    static Optional<ReadClaims> read(byte[] payload, JwtType type) {
        try (JsonParser json = JSON.createParser(payload)) {
            return new ClaimsReader().read(json, type);
        } catch (IOException | IllegalArgumentException e) {
            // Nobody but us signs: this is a malfunction, and its message may quote the token.
            return Optional.empty();
        }
    }

    /** What a token says, and from when on it may be used. */
    record ReadClaims(JwtClaims claims, Instant notBefore) {}

    private Optional<ReadClaims> read(JsonParser json, JwtType type) throws IOException {
        require(json.nextToken() == JsonToken.START_OBJECT);
        while (json.nextToken() == JsonToken.FIELD_NAME) {
            String name = json.currentName();
            json.nextToken();
            switch (name) {
                case "iss", "sub", "client_id", "jti", "scope" -> texts.put(name, text(json));
                case "iat", "exp", "nbf" -> times.put(name, time(json));
                case "aud" -> readAudience(json);
                default -> json.skipChildren();
            }
        }
        require(json.currentToken() == JsonToken.END_OBJECT && json.nextToken() == null);
        JwtId id = JwtId.parse(text("jti"), type).orElseThrow(() -> new IllegalArgumentException("no jti of ours"));
        String keyId = id.keyId().value();
        require(keyId.equals(text("sub")) && (type == JwtType.KEY || keyId.equals(text("client_id"))));
        require(!audience.isEmpty());
        Optional<ScopeSet> scope = type == JwtType.KEY ? Optional.empty() : Optional.of(ScopeSet.parse(text("scope")));
        Instant issuedAt = time("iat");
        return Optional.of(new ReadClaims(
                new JwtClaims(text("iss"), audience, id, issuedAt, time("exp"), scope),
                times.getOrDefault("nbf", issuedAt)));
    }

    private void readAudience(JsonParser json) throws IOException {
        if (json.currentToken() == JsonToken.START_ARRAY) {
            while (json.nextToken() != JsonToken.END_ARRAY) {
                audience.add(text(json));
            }
        } else {
            audience.add(text(json));
        }
    }

    private String text(String claim) {
        return Optional.ofNullable(texts.get(claim)).orElseThrow(() -> new IllegalArgumentException("no " + claim));
    }

    private Instant time(String claim) {
        return Optional.ofNullable(times.get(claim)).orElseThrow(() -> new IllegalArgumentException("no " + claim));
    }

    private static String text(JsonParser json) throws IOException {
        require(json.currentToken() == JsonToken.VALUE_STRING);
        return json.getText();
    }

    /** A NumericDate (RFC 7519 section 2); ours are whole seconds. */
    private static Instant time(JsonParser json) throws IOException {
        require(json.currentToken() == JsonToken.VALUE_NUMBER_INT
                && json.getNumberType() != JsonParser.NumberType.BIG_INTEGER);
        long seconds = json.getLongValue();
        require(seconds >= 0 && seconds <= LATEST);
        return Instant.ofEpochSecond(seconds);
    }

    private static void require(boolean condition) {
        if (!condition) {
            throw new IllegalArgumentException("not in order");
        }
    }
}
