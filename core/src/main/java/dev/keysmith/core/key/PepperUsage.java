package dev.keysmith.core.key;

/** Tells which peppers are needed still. */
public interface PepperUsage {

    /**
     * Whether any key's record has a hash under the pepper of this version, be it the present hash or the one before. It may look
     * at all records.
     *
     * @throws dev.keysmith.core.error.UnavailableException where that is not known
     */
    boolean isUsed(int pepperVersion);
}
