package dev.keysmith.core.secret;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import dev.keysmith.core.jwk.VerificationKey;
import java.io.IOException;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.security.SecureRandom;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Base64;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import javax.crypto.SecretKey;

/**
 * The {@code verification} secret: everything that verifies and, unless HS256 was chosen, can sign nothing. Its text is
 * {@code {"peppers": [{"version": 1, "active_from": "2026-01-01T00:00:00Z", "value": "<base64, 32 bytes>"}],
 * "import_pepper": "<base64, 32 bytes>", "keys": [<JSON Web Key with kid, alg and active_from>]}}. The import pepper has no
 * versions: the ids of imported keys follow from it, and so do the names of signing keys.
 *
 * @see <a href="https://www.rfc-editor.org/rfc/rfc7517">RFC 7517</a>
 */
public final class VerificationSecret {

    private static final JsonFactory JSON = new JsonFactory();

    private final List<Pepper> peppers;
    private final Optional<SecretKey> importPepper;
    private final List<VerificationKey> keys;

    VerificationSecret(List<Pepper> peppers, Optional<SecretKey> importPepper, List<VerificationKey> keys) {
        this.peppers = List.copyOf(peppers);
        this.importPepper = importPepper;
        this.keys = List.copyOf(keys);
    }

    /** A new deployment's: an import pepper, and a pepper that is active at once, since no verifier holds an older secret. */
    public static VerificationSecret first(SecureRandom random, Instant now) {
        return new VerificationSecret(
                List.of(Pepper.random(1, now, random)),
                Optional.of(Pepper.random(1, now, random).toHmacKey()),
                List.of());
    }

    /**
     * Reads the secret's text. Throws {@link dev.keysmith.core.error.UnavailableException}, which repeats nothing of it, where it
     * is not in order.
     */
    public static VerificationSecret parse(String text) {
        return VerificationSecretReader.read(text);
    }

    /** The secret's text. It goes into Secrets Manager and nowhere else. */
    public String toText() {
        StringWriter text = new StringWriter();
        try (JsonGenerator json = JSON.createGenerator(text)) {
            json.writeStartObject();
            json.writeFieldName("peppers");
            VersionedKeys.write(json, peppers);
            if (importPepper.isPresent()) {
                json.writeStringField(
                        "import_pepper",
                        Base64.getEncoder().encodeToString(importPepper.get().getEncoded()));
            }
            json.writeArrayFieldStart("keys");
            for (VerificationKey key : keys) {
                json.writeStartObject();
                key.writeMembers(json);
                json.writeStringField("active_from", key.activeFrom().toString());
                json.writeEndObject();
            }
            json.writeEndArray();
            json.writeEndObject();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return text.toString();
    }

    public List<Pepper> peppers() {
        return peppers;
    }

    /** The keys that verify tokens, in no order. */
    public List<VerificationKey> keys() {
        return keys;
    }

    /** The pepper of this version. */
    public Optional<Pepper> pepper(int version) {
        return peppers.stream().filter(pepper -> pepper.version() == version).findFirst();
    }

    /** The key of this name. */
    public Optional<VerificationKey> key(String kid) {
        return keys.stream().filter(key -> key.kid().equals(kid)).findFirst();
    }

    /** The newest pepper that is active at this time. */
    public Optional<Pepper> activePepper(Instant now) {
        return peppers.stream()
                .filter(pepper -> !pepper.activeFrom().isAfter(now))
                .max(Comparator.comparingInt(Pepper::version));
    }

    /** The keys that may sign at this time, the newest first. */
    public List<VerificationKey> activeKeys(Instant now) {
        return keys.stream()
                .filter(key -> !key.activeFrom().isAfter(now))
                .sorted(Comparator.comparing(VerificationKey::activeFrom).reversed())
                .toList();
    }

    /** A name for a new signing key. Throws {@link IllegalStateException} where there is no import pepper to make it from. */
    public String newKid(SecureRandom random) {
        return Kid.next(importPepper.orElseThrow(() -> new IllegalStateException("no import pepper")), random);
    }

    /** Whether this deployment made that name, for a key that it has now, had, or has published since. */
    public boolean madeKid(String kid) {
        return importPepper.filter(pepper -> Kid.isFrom(pepper, kid)).isPresent();
    }

    /** The same with one pepper more. */
    public VerificationSecret with(Pepper pepper) {
        return new VerificationSecret(plus(peppers, pepper), importPepper, keys);
    }

    /** The same with one key more. */
    public VerificationSecret with(VerificationKey key) {
        return new VerificationSecret(peppers, importPepper, plus(keys, key));
    }

    /** The same without the pepper of this version. */
    public VerificationSecret withoutPepper(int version) {
        return new VerificationSecret(
                peppers.stream().filter(pepper -> pepper.version() != version).toList(), importPepper, keys);
    }

    /** The same without the key of this name. */
    public VerificationSecret withoutKey(String kid) {
        return new VerificationSecret(
                peppers,
                importPepper,
                keys.stream().filter(key -> !key.kid().equals(kid)).toList());
    }

    /** What the ids of imported keys follow from. */
    Optional<SecretKey> importPepper() {
        return importPepper;
    }

    @Override
    public String toString() {
        return "VerificationSecret" + peppers + keys;
    }

    private static <T> List<T> plus(List<T> list, T more) {
        List<T> all = new ArrayList<>(list);
        all.add(more);
        return all;
    }
}
