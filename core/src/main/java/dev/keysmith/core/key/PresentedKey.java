package dev.keysmith.core.key;

/** A key as its holder presents it: well-formed, and not yet proven. */
public sealed interface PresentedKey permits OwnKey, ImportedKey {

    /** The key that it claims to be. */
    KeyId keyId();
}
