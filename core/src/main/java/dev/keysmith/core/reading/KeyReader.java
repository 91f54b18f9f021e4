package dev.keysmith.core.reading;

import dev.keysmith.core.credential.Principal;
import dev.keysmith.core.key.ApiKeyMetadata;
import dev.keysmith.core.key.KeyId;
import dev.keysmith.core.key.KeyRecord;
import dev.keysmith.core.key.KeyRepository;
import jakarta.inject.Singleton;
import java.util.Optional;

/** Reads keys on behalf of a principal. */
@Singleton
public final class KeyReader {

    private final KeyRepository keys;

    public KeyReader(KeyRepository keys) {
        this.keys = keys;
    }

    /** The key of this id; empty also where it is malformed, or of an owner that the principal may not act for. One read. */
    public Optional<ApiKeyMetadata> find(Principal principal, String keyId) {
        return KeyId.parse(keyId)
                .flatMap(keys::find)
                .map(KeyRecord::metadata)
                .filter(key -> principal.mayActFor(key.owner()));
    }
}
