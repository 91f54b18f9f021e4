package dev.keysmith.core.replay;

import java.time.Instant;

/**
 * An answer as it is kept.
 *
 * @param id names it: a hash of who asked and of the idempotency key
 * @param sealed the answer, encrypted
 * @param expiresAt from when on it is as if it were not there
 */
@SuppressWarnings("ArrayRecordComponent") // It is handed from the sealer to the store, and never compared.
public record Replay(String id, byte[] sealed, Instant expiresAt) {

    @Override
    public String toString() {
        return "Replay[…]";
    }
}
