package dev.keysmith.core.secret;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import dev.keysmith.core.error.UnavailableException;
import java.io.IOException;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Optional;
import javax.crypto.SecretKey;
import javax.crypto.spec.SecretKeySpec;

/**
 * The {@code verification} secret: everything that verifies and can sign nothing. Its form is
 * {@code {"peppers": [{"version": 1, "active_from": "2026-01-01T00:00:00Z", "value": "<base64, 32 bytes>"}],
 * "import_pepper": "<base64, 32 bytes>"}}. The import pepper has no versions: the ids of imported keys follow from it.
 */
public final class VerificationSecret {

    private static final JsonFactory JSON = new JsonFactory();

    private final List<Pepper> peppers;
    private final Optional<SecretKey> importPepper;

    private VerificationSecret(List<Pepper> peppers, Optional<SecretKey> importPepper) {
        this.peppers = List.copyOf(peppers);
        this.importPepper = importPepper;
    }

    /** Reads the secret's text. Throws {@link UnavailableException}, which repeats nothing of it, where it is not in order. */
    public static VerificationSecret parse(String text) {
        try (JsonParser json = JSON.createParser(text)) {
            List<Pepper> peppers = new ArrayList<>();
            Optional<SecretKey> importPepper = Optional.empty();
            require(json.nextToken() == JsonToken.START_OBJECT);
            while (json.nextToken() == JsonToken.FIELD_NAME) {
                switch (json.currentName()) {
                    case "peppers" -> peppers.addAll(peppers(json));
                    case "import_pepper" -> importPepper = Optional.of(importPepper(json));
                    default -> throw new IllegalArgumentException("unknown field");
                }
            }
            require(!peppers.isEmpty()
                    && peppers.stream().map(Pepper::version).distinct().count() == peppers.size());
            return new VerificationSecret(peppers, importPepper);
        } catch (IOException | IllegalArgumentException | DateTimeException e) {
            // The cause may quote the secret: it goes no further.
            throw new UnavailableException("the verification secret is not in order");
        }
    }

    /** The pepper of this version. */
    Optional<Pepper> pepper(int version) {
        return peppers.stream().filter(pepper -> pepper.version() == version).findFirst();
    }

    /** The newest pepper that is active at this time. */
    Optional<Pepper> activePepper(Instant now) {
        return peppers.stream()
                .filter(pepper -> !pepper.activeFrom().isAfter(now))
                .max((a, b) -> Integer.compare(a.version(), b.version()));
    }

    /** What the ids of imported keys follow from. */
    Optional<SecretKey> importPepper() {
        return importPepper;
    }

    @Override
    public String toString() {
        return "VerificationSecret" + peppers;
    }

    private static List<Pepper> peppers(JsonParser json) throws IOException {
        List<Pepper> peppers = new ArrayList<>();
        require(json.nextToken() == JsonToken.START_ARRAY);
        while (json.nextToken() == JsonToken.START_OBJECT) {
            peppers.add(pepper(json));
        }
        return peppers;
    }

    private static SecretKey importPepper(JsonParser json) throws IOException {
        json.nextToken();
        byte[] value = Base64.getDecoder().decode(json.getText());
        require(value.length == Pepper.BYTES);
        return new SecretKeySpec(value, "HmacSHA256");
    }

    private static Pepper pepper(JsonParser json) throws IOException {
        int version = 0;
        Instant activeFrom = Instant.MAX;
        byte[] value = {};
        while (json.nextToken() == JsonToken.FIELD_NAME) {
            String field = json.currentName();
            json.nextToken();
            switch (field) {
                case "version" -> version = json.getIntValue();
                case "active_from" -> activeFrom = Instant.parse(json.getText());
                case "value" -> value = Base64.getDecoder().decode(json.getText());
                default -> throw new IllegalArgumentException("unknown field");
            }
        }
        return new Pepper(version, activeFrom, value);
    }

    private static void require(boolean condition) {
        if (!condition) {
            throw new IllegalArgumentException("not in order");
        }
    }
}
