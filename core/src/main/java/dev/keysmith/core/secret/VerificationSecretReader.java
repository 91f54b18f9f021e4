package dev.keysmith.core.secret;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.core.StreamReadFeature;
import dev.keysmith.core.error.UnavailableException;
import dev.keysmith.core.jwk.JwkReader;
import dev.keysmith.core.jwk.VerificationKey;
import java.io.IOException;
import java.time.DateTimeException;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Optional;
import javax.crypto.SecretKey;
import javax.crypto.spec.SecretKeySpec;

/** Reads the {@code verification} secret's text. A field that is not known is refused: it may be one that is misspelt. */
final class VerificationSecretReader {

    private static final JsonFactory JSON = JsonFactory.builder()
            .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
            .build();

    private VerificationSecretReader() {}

    static VerificationSecret read(String text) {
        try (JsonParser json = JSON.createParser(text)) {
            List<Pepper> peppers = List.of();
            List<VerificationKey> keys = List.of();
            Optional<SecretKey> importPepper = Optional.empty();
            require(json.nextToken() == JsonToken.START_OBJECT);
            while (json.nextToken() == JsonToken.FIELD_NAME) {
                switch (json.currentName()) {
                    case "peppers" -> peppers = VersionedKeys.read(json);
                    case "import_pepper" -> importPepper = Optional.of(importPepper(json));
                    case "keys" -> keys = keys(json);
                    default -> throw new IllegalArgumentException("unknown field");
                }
            }
            require(json.currentToken() == JsonToken.END_OBJECT && json.nextToken() == null && !peppers.isEmpty());
            return new VerificationSecret(peppers, importPepper, keys);
        } catch (IOException | IllegalArgumentException | DateTimeException e) {
            // The cause may quote the secret: it goes no further.
            throw new UnavailableException("the verification secret is not in order");
        }
    }

    private static SecretKey importPepper(JsonParser json) throws IOException {
        json.nextToken();
        byte[] value = Base64.getDecoder().decode(json.getText());
        require(value.length == Pepper.BYTES);
        return new SecretKeySpec(value, "HmacSHA256");
    }

    private static List<VerificationKey> keys(JsonParser json) throws IOException {
        List<VerificationKey> keys = new ArrayList<>();
        require(json.nextToken() == JsonToken.START_ARRAY);
        while (json.nextToken() == JsonToken.START_OBJECT) {
            keys.add(JwkReader.read(json));
        }
        require(json.currentToken() == JsonToken.END_ARRAY
                && keys.stream().map(VerificationKey::kid).distinct().count() == keys.size());
        return keys;
    }

    private static void require(boolean condition) {
        if (!condition) {
            throw new IllegalArgumentException("not in order");
        }
    }
}
