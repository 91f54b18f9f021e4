package dev.keysmith.signing;

import com.nimbusds.jose.jwk.JWKSet;
import com.nimbusds.jose.util.JSONObjectUtils;
import dev.keysmith.core.error.UnavailableException;
import dev.keysmith.core.jwk.VerificationKey;
import dev.keysmith.core.secret.VerificationSecret;
import java.text.ParseException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * The {@code signing} secret: private keys as a JSON Web Key Set (RFC 7517 section 5), each with {@code kid} and {@code alg}. It says
 * nothing of times: a key may sign when its public half in the {@code verification} secret is active, so that none can be used that
 * was not published first.
 */
public final class SigningSecret {

    private final List<SigningKey> keys;

    public SigningSecret(List<SigningKey> keys) {
        this.keys = List.copyOf(keys);
        if (keys.isEmpty() || keys.stream().map(SigningKey::kid).distinct().count() != keys.size()) {
            throw new IllegalArgumentException("no keys, or two of one name");
        }
    }

    /** Reads the secret's text. Throws {@link UnavailableException}, which repeats nothing of it, where it is not in order. */
    public static SigningSecret parse(String text) {
        try {
            return new SigningSecret(
                    JWKSet.parse(text).getKeys().stream().map(SigningKey::new).toList());
        } catch (ParseException | RuntimeException e) {
            // Of a null in it, the parser says NullPointerException. The cause may quote the secret: it goes no
            // further.
            throw new UnavailableException("the signing secret is not in order");
        }
    }

    /** The secret's text. It goes into Secrets Manager and nowhere else. */
    public String toText() {
        return JSONObjectUtils.toJSONString(
                Map.of("keys", keys.stream().map(SigningKey::toJwk).toList()));
    }

    public List<SigningKey> keys() {
        return keys;
    }

    /** The key of this name. */
    public Optional<SigningKey> key(String kid) {
        return keys.stream().filter(key -> key.kid().equals(kid)).findFirst();
    }

    /** The key that signs at this time: of those here, the newest that is active. */
    public Optional<SigningKey> active(List<VerificationKey> activeNewestFirst) {
        return activeNewestFirst.stream()
                .map(VerificationKey::kid)
                .flatMap(kid -> key(kid).stream())
                .findFirst();
    }

    /** The same with one key more, and without those that will never sign again: all that became active before the present one. */
    public SigningSecret withNext(SigningKey next, VerificationSecret published, Instant now) {
        Instant presentFrom = active(published.activeKeys(now))
                .flatMap(present -> published.key(present.kid()))
                .map(VerificationKey::activeFrom)
                .orElse(Instant.MIN);
        List<SigningKey> kept = new ArrayList<>(keys.stream()
                .filter(key -> published
                        .key(key.kid())
                        .filter(verifying -> verifying.activeFrom().isBefore(presentFrom))
                        .isEmpty())
                .toList());
        kept.add(next);
        return new SigningSecret(kept);
    }

    @Override
    public String toString() {
        return "SigningSecret" + keys;
    }
}
