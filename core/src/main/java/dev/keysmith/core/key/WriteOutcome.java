package dev.keysmith.core.key;

/** How a conditional write ended. */
public enum WriteOutcome {
    /** It was written, by this call or by an earlier attempt of it whose answer was lost. */
    WRITTEN,
    /** Nothing was written: the key is not as it was seen. */
    CONFLICT,
    /** Nothing was written: the request has been answered before. */
    ALREADY_ANSWERED
}
