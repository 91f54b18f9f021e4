package dev.keysmith.core.key;

import java.time.Instant;

/**
 * A key's last rotation.
 *
 * @param at when its secret was changed
 * @param graceEndsAt from when on the previous secret is no longer accepted
 */
public record Rotation(Instant at, Instant graceEndsAt) {}
