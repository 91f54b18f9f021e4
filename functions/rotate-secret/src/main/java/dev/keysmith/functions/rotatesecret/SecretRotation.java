package dev.keysmith.functions.rotatesecret;

import java.util.Optional;

/**
 * How one of the secrets is rotated. Every method may be called again after it has done its work. What cannot be done is a
 * {@link RotationException}; what is not in order or out of reach an
 * {@link dev.keysmith.core.error.UnavailableException}.
 */
interface SecretRotation {

    /** The value that is to follow the current one. */
    String create(SecretVersion current);

    /** Whether a pending value that was made before can't become current any more: what it was made from has changed. */
    default boolean isOutdated(SecretVersion current, SecretVersion pending) {
        return false;
    }

    /** Makes known what has to be known before the pending value is current. */
    default void set(SecretVersion current, SecretVersion pending) {
        // Most secrets are known to nobody before they are current.
    }

    /** Throws {@link RotationException} for a pending value that is not good; a copy of the current value is. */
    void test(SecretVersion current, SecretVersion pending);

    /**
     * The last look before the pending value becomes current.
     *
     * @return why this rotation can't end and another has to begin; empty where nothing speaks against its end
     */
    Optional<String> findObstacle(SecretVersion current, SecretVersion pending);
}
