package dev.keysmith.core.testing.model;

import java.time.Duration;
import java.time.Instant;

/** Something that keeps keys, and is held against the model. */
public interface Deployment {

    /** The first admin's key. */
    Secret firstAdmin();

    Answer perform(Operation operation);

    Verdict verify(Secret secret);

    /** The time of its clock, in whole milliseconds. */
    Instant now();

    /** Lets this much time pass. */
    void pass(Duration time);

    /** Publishes a new pepper and a new signing key, which it begins to use later. */
    void rotateSecrets();

    /** Removes what the store may remove by now for its age. */
    void purge();
}
