package dev.keysmith.core.secret;

/** Where secrets are kept. */
public interface SecretSource {

    /**
     * The current value of a secret: one call.
     *
     * @param name its name or ARN
     * @throws dev.keysmith.core.error.UnavailableException where it is out of reach or there is none
     */
    String fetch(String name);
}
