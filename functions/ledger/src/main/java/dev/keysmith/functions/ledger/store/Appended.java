package dev.keysmith.functions.ledger.store;

/** What became of an event. */
public enum Appended {
    /** It is stored now. */
    APPENDED,
    /** It was stored before. */
    DUPLICATE,
    /** It is not stored: another event has its position, or its gap was marked as lost. */
    CONFLICT
}
