package dev.keysmith.functions.rotatesecret;

import dev.keysmith.core.jwk.JwsAlgorithm;
import dev.keysmith.core.settings.Settings;
import java.util.regex.Pattern;

/** The algorithm of new signing keys: {@code KEYSMITH_SIGNING_ALGORITHM} (RS256). */
final class SigningAlgorithm {

    private static final Pattern ALGORITHM = Pattern.compile("RS256|ES256|HS256");

    private SigningAlgorithm() {}

    static JwsAlgorithm of(Settings settings) {
        return JwsAlgorithm.of(settings.text(
                        "keysmith.signing-algorithm",
                        JwsAlgorithm.RS256.name(),
                        ALGORITHM,
                        "must be RS256, ES256 or HS256"))
                .orElseThrow();
    }
}
