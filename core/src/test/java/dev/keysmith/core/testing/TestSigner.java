package dev.keysmith.core.testing;

import dev.keysmith.core.jwk.VerificationKey;
import dev.keysmith.core.secret.VerificationSecretCache;
import dev.keysmith.core.token.JwtClaims;
import dev.keysmith.core.token.JwtSigner;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.ConcurrentHashMap;

/** Signs with the newest of its keys that is active by the {@code verification} secret, and with its first where none is. */
public final class TestSigner implements JwtSigner {

    private final VerificationSecretCache secrets;
    private final TestSigningKey first;
    private final Map<String, TestSigningKey> keys = new ConcurrentHashMap<>();

    TestSigner(VerificationSecretCache secrets, TestSigningKey first) {
        this.secrets = secrets;
        this.first = first;
        add(first);
    }

    /** It signs with this key, too, when that has become active. */
    public void add(TestSigningKey key) {
        keys.put(key.kid(), key);
    }

    @Override
    public String sign(JwtClaims claims) {
        return secrets.activeKeys().stream()
                .map(VerificationKey::kid)
                .filter(keys::containsKey)
                .findFirst()
                .map(kid -> Objects.requireNonNull(keys.get(kid)))
                .orElse(first)
                .sign(claims);
    }
}
