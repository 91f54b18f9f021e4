package dev.keysmith.core.secret;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.core.StreamReadFeature;
import dev.keysmith.core.error.UnavailableException;
import java.io.IOException;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.security.SecureRandom;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;

/**
 * The {@code ledger} secret: the HMAC keys that chain the ledger's events. Its text is
 * {@code {"keys": [{"version": 1, "active_from": "2026-01-01T00:00:00Z", "value": "<base64, 32 bytes>"}]}}.
 */
public final class LedgerSecret {

    private static final JsonFactory JSON = JsonFactory.builder()
            .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
            .build();

    private final List<Pepper> keys;

    private LedgerSecret(List<Pepper> keys) {
        this.keys = List.copyOf(keys);
    }

    /** A new deployment's: one key that is active at once. */
    public static LedgerSecret first(SecureRandom random, Instant now) {
        return new LedgerSecret(List.of(Pepper.random(1, now, random)));
    }

    /** Reads the secret's text. Throws {@link UnavailableException}, which repeats nothing of it, where it is not in order. */
    public static LedgerSecret parse(String text) {
        try (JsonParser json = JSON.createParser(text)) {
            if (json.nextToken() != JsonToken.START_OBJECT || !"keys".equals(json.nextFieldName())) {
                throw new IllegalArgumentException("not in order");
            }
            LedgerSecret secret = new LedgerSecret(VersionedKeys.read(json));
            if (json.nextToken() != JsonToken.END_OBJECT || json.nextToken() != null) {
                throw new IllegalArgumentException("not in order");
            }
            return secret;
        } catch (IOException | IllegalArgumentException | DateTimeException e) {
            // The cause may quote the secret: it goes no further.
            throw new UnavailableException("the ledger secret is not in order");
        }
    }

    /** The secret's text. It goes into Secrets Manager and nowhere else. */
    public String toText() {
        StringWriter text = new StringWriter();
        try (JsonGenerator json = JSON.createGenerator(text)) {
            json.writeStartObject();
            json.writeFieldName("keys");
            VersionedKeys.write(json, keys);
            json.writeEndObject();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return text.toString();
    }

    public List<Pepper> keys() {
        return keys;
    }

    /** The same with one key more. */
    public LedgerSecret with(Pepper key) {
        List<Pepper> all = new ArrayList<>(keys);
        all.add(key);
        return new LedgerSecret(all);
    }

    @Override
    public String toString() {
        return "LedgerSecret" + keys;
    }
}
