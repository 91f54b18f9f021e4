package dev.keysmith.core.key;

import java.time.Instant;

/**
 * What was done to a key, by whom, when and from where; written with the change itself, so that change and audit record are one
 * write.
 *
 * @param action what was done
 * @param at when
 * @param by the key that asked for it, or {@link #BY_DEPLOYMENT}
 * @param origin the request that asked for it
 */
public record Change(ChangeAction action, Instant at, String by, RequestOrigin origin) {

    /** The actor of what a deployment does by itself. */
    public static final String BY_DEPLOYMENT = "deployment";
}
