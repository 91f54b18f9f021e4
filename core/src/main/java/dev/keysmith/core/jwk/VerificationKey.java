package dev.keysmith.core.jwk;

import com.fasterxml.jackson.core.JsonGenerator;
import dev.keysmith.core.error.UnavailableException;
import java.io.IOException;
import java.security.GeneralSecurityException;
import java.security.Key;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A key that verifies signatures: a JSON Web Key (RFC 7517) with {@code kid} and {@code alg}, and the time from when on it may
 * sign. Its {@link #toString()} shows the {@code kid} alone, since an HS256 key is a secret.
 */
public final class VerificationKey {

    private final String kid;
    private final JwsAlgorithm algorithm;
    private final Instant activeFrom;
    private final Map<String, String> parameters;
    /** Made when it is first needed: a cold authorizer that sees no token should not load what makes it. */
    private volatile @Nullable Key key;

    /**
     * @param kid its name
     * @param algorithm what its signatures are made by
     * @param activeFrom from when on it may sign; earlier, verifiers may not know it yet
     * @param parameters the members that make the key: {@code n}, {@code e}; {@code crv}, {@code x}, {@code y}; or {@code k}
     * @throws IllegalArgumentException if they have not the form of a key of the algorithm
     */
    public VerificationKey(String kid, JwsAlgorithm algorithm, Instant activeFrom, Map<String, String> parameters) {
        this.kid = kid;
        this.algorithm = algorithm;
        this.activeFrom = activeFrom;
        this.parameters = new LinkedHashMap<>(parameters);
        KeyParameters.requireForm(algorithm, parameters);
    }

    public String kid() {
        return kid;
    }

    public JwsAlgorithm algorithm() {
        return algorithm;
    }

    public Instant activeFrom() {
        return activeFrom;
    }

    /**
     * Whether this key signed the message.
     *
     * @throws UnavailableException if its parameters have the right form and make no key for all that
     */
    public boolean verifies(byte[] message, byte[] signature) {
        try {
            return algorithm.verify(key(), message, signature);
        } catch (GeneralSecurityException e) {
            throw new UnavailableException("the key " + kid + " is not in order", e);
        }
    }

    private Key key() throws GeneralSecurityException {
        Key made = key;
        if (made == null) {
            made = KeyParameters.toKey(algorithm, parameters);
            key = made;
        }
        return made;
    }

    /** The same key, active from another time on. */
    public VerificationKey startingAt(Instant time) {
        return new VerificationKey(kid, algorithm, time, parameters);
    }

    /** Writes the members of its JSON Web Key into an object that is open. */
    public void writeMembers(JsonGenerator json) throws IOException {
        json.writeStringField("kid", kid);
        json.writeStringField("kty", algorithm.keyType());
        json.writeStringField("alg", algorithm.name());
        for (Map.Entry<String, String> parameter : parameters.entrySet()) {
            json.writeStringField(parameter.getKey(), parameter.getValue());
        }
    }

    @Override
    public String toString() {
        return "VerificationKey[" + kid + "]";
    }
}
