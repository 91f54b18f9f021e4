package dev.keysmith.core.key;

/** A key that this deployment made. */
public sealed interface OwnKey extends PresentedKey permits ApiKey, SignedKey {

    /** The whole key. It is for the caller's eyes once; it goes into no log, error or store. */
    String reveal();
}
