package dev.keysmith.core.credential;

import dev.keysmith.core.key.KeyId;
import dev.keysmith.core.key.KeyRecord;
import dev.keysmith.core.key.KeyRepository;
import jakarta.inject.Singleton;
import java.util.Optional;
import java.util.function.Function;

/** Reads the record each time. */
@Singleton
public final class ReadRecords implements KeyRecords {

    private final KeyRepository keys;

    public ReadRecords(KeyRepository keys) {
        this.keys = keys;
    }

    @Override
    public Verification judge(KeyId keyId, Function<Optional<KeyRecord>, Verification> judge) {
        return judge.apply(keys.find(keyId));
    }
}
