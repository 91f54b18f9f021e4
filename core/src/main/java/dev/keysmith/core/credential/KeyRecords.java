package dev.keysmith.core.credential;

import dev.keysmith.core.key.KeyId;
import dev.keysmith.core.key.KeyRecord;
import dev.keysmith.core.settings.Settings;
import java.time.Duration;
import java.util.Optional;
import java.util.function.Function;

/** Where the verifier has the records from that it judges by. */
public interface KeyRecords {

    /**
     * Judges by a key's record.
     *
     * @param judge what a record says of the credential; empty where there is no such key
     * @throws dev.keysmith.core.error.UnavailableException where the store is out of reach
     */
    Verification judge(KeyId keyId, Function<Optional<KeyRecord>, Verification> judge);

    /**
     * {@code KEYSMITH_MAX_STALENESS}: the oldest record, from before it was read, that an authorizer lets in by. Zero unless set: each
     * decision reads.
     */
    static Duration maxStaleness(Settings settings) {
        return settings.duration("keysmith.max-staleness", Duration.ZERO, Duration.ZERO, Duration.ofSeconds(60));
    }
}
