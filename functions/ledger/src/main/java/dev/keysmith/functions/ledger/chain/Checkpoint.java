package dev.keysmith.functions.ledger.chain;

import java.time.Instant;

/**
 * What a checkpoint says of the whole ledger.
 *
 * @param at when it was made
 * @param keys how many keys had a linked event
 * @param events how many events were linked
 */
public record Checkpoint(Instant at, long keys, long events) {}
