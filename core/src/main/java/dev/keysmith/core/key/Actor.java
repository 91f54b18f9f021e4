package dev.keysmith.core.key;

import dev.keysmith.core.access.Owner;
import java.util.Optional;

/**
 * Who makes a change.
 *
 * @param name a key id, or {@code deployment}
 * @param owner the owner of that key; empty for a deployment, and for a key that ends itself or its own token: its owner is known
 */
public record Actor(String name, Optional<Owner> owner) {

    /** The actor of what a deployment does by itself. */
    public static final Actor DEPLOYMENT = new Actor("deployment", Optional.empty());

    /** A key that acts on another, or on itself. */
    public static Actor of(KeyId keyId, Owner owner) {
        return new Actor(keyId.value(), Optional.of(owner));
    }

    /** A key that was presented: it acts on itself, whoever presents it. */
    public static Actor presented(KeyId keyId) {
        return new Actor(keyId.value(), Optional.empty());
    }
}
