package dev.keysmith.aws.function;

/** How an instance of a function begins. */
public enum Start {
    /** From a snapshot that was taken when its version was published (SnapStart). */
    FROM_SNAPSHOT,

    /** As any process. */
    PLAIN
}
