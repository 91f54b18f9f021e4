package dev.keysmith.blueprint;

import java.time.Duration;

/**
 * What is a deployment's to choose.
 *
 * @param expiryRate how often keys that expired are looked for, to be told of in the ledger; each time wakes a database that sleeps
 */
public record Choices(Duration expiryRate) {

    /** The ledger tells of an expiry within a minute. */
    public static Choices standard() {
        return new Choices(Duration.ofMinutes(1));
    }
}
