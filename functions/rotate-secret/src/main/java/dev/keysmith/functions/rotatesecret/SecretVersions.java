package dev.keysmith.functions.rotatesecret;

import java.util.Optional;

/**
 * The versions of secrets, each with its staging labels. Every method throws
 * {@link dev.keysmith.core.error.UnavailableException} where the store does not answer or does not let this function in.
 */
public interface SecretVersions {

    /** The label of the version that everybody reads. */
    String CURRENT = "AWSCURRENT";

    /** The label of the version that a rotation is making. */
    String PENDING = "AWSPENDING";

    /** A secret and its labels, by its name or ARN. */
    VersionedSecret describe(String secretId);

    /** The current version. */
    SecretVersion current(String secretId);

    /** The pending version of this id; empty where it has no value yet. */
    Optional<SecretVersion> findPending(String secretId, String versionId);

    /** Makes a version, or gives a value to one that has none, and puts the label on it. */
    void put(String secretId, SecretVersion version, String stage);

    /**
     * Makes a version the current one if another still is.
     *
     * @param from the id of the version that has to be current
     * @param to the id of the version that is to become current
     * @return false where another version is current by now; nothing changed then
     */
    boolean makeCurrent(String secretId, String from, String to);

    /** Takes {@code AWSPENDING} off this version. */
    void abandon(String secretId, String versionId);
}
