package dev.keysmith.core.bootstrap;

import java.security.SecureRandom;
import java.time.Instant;
import java.util.Base64;

/** Makes the {@code verification} secret of a new deployment. */
public final class FirstVerificationSecret {

    private static final int PEPPER_BYTES = 32;

    private FirstVerificationSecret() {}

    /** The secret's text, with one fresh pepper that is active at once: no verifier can hold an older secret yet. */
    public static String generate(SecureRandom random, Instant now) {
        byte[] pepper = new byte[PEPPER_BYTES];
        random.nextBytes(pepper);
        return "{\"peppers\":[{\"version\":1,\"active_from\":\"" + now + "\",\"value\":\""
                + Base64.getEncoder().encodeToString(pepper) + "\"}]}";
    }
}
