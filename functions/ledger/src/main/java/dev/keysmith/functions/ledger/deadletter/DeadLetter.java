package dev.keysmith.functions.ledger.deadletter;

import java.time.Instant;

/**
 * A stream record that could not be stored for its own fault.
 *
 * @param id names it, the same each time that it is put aside: the record's sequence number, in its table's stream
 * @param reason what is wrong with it; nothing of what the record holds
 * @param putAsideAt when
 * @param record the whole record, as JSON text. It may hold a hash: it is for the store of dead letters and for nothing else
 */
public record DeadLetter(String id, String reason, Instant putAsideAt, String record) {

    @Override
    public String toString() {
        return "DeadLetter[" + id + ", " + reason + "]";
    }
}
