package dev.keysmith.core.bootstrap;

import java.security.SecureRandom;
import java.time.Instant;
import java.util.Base64;

/** Makes the {@code verification} secret of a new deployment. */
public final class FirstVerificationSecret {

    private static final int PEPPER_BYTES = 32;

    private FirstVerificationSecret() {}

    /** The secret's text: an import pepper, and one pepper that is active at once, since no verifier holds an older secret. */
    public static String generate(SecureRandom random, Instant now) {
        return "{\"peppers\":[{\"version\":1,\"active_from\":\"" + now + "\",\"value\":\"" + pepper(random)
                + "\"}],\"import_pepper\":\"" + pepper(random) + "\"}";
    }

    private static String pepper(SecureRandom random) {
        byte[] pepper = new byte[PEPPER_BYTES];
        random.nextBytes(pepper);
        return Base64.getEncoder().encodeToString(pepper);
    }
}
