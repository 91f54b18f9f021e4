package dev.keysmith.core.bootstrap;

import java.util.Optional;

/**
 * What secrets hold. Every method throws {@link dev.keysmith.core.error.UnavailableException} where the store does not answer, does
 * not let the caller in, or has no such secret to put a value in.
 */
public interface SecretValues {

    /** The current value; empty where the secret has none yet, or is not there. */
    Optional<Value> findCurrent(String secretId);

    /**
     * Gives a secret its first value.
     *
     * @return false where another first value was faster; nothing changed then
     */
    boolean putFirst(String secretId, String text);

    /**
     * Makes another value the current one if this one still is.
     *
     * @return false where another value is current by now; nothing changed then
     */
    boolean replace(String secretId, Value current, String text);

    /**
     * A value. Its {@link #toString()} shows nothing of the text.
     *
     * @param version the id of its version
     * @param text what it is
     */
    record Value(String version, String text) {

        @Override
        public String toString() {
            return "Value[" + version + "]";
        }
    }
}
