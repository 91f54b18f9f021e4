package dev.keysmith.functions.ledger.chain;

import dev.keysmith.functions.ledger.event.EventPosition;

/**
 * A place of an event in the ledger.
 *
 * @param keyId the key, of whatever form
 * @param position where in its history
 */
record Place(String keyId, EventPosition position) {}
