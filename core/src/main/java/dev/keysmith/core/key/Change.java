package dev.keysmith.core.key;

import java.time.Instant;

/**
 * What was done to a key, by whom, when and from where; written with the change itself, so that change and audit record are one
 * write.
 *
 * @param action what was done
 * @param at when
 * @param by who asked for it
 * @param origin the request that asked for it
 */
public record Change(ChangeAction action, Instant at, Actor by, RequestOrigin origin) {}
