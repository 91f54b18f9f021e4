package dev.keysmith.core.reading;

import dev.keysmith.core.access.Owner;
import dev.keysmith.core.credential.Principal;
import dev.keysmith.core.key.ApiKeyMetadata;
import dev.keysmith.core.key.KeyFilter;
import dev.keysmith.core.key.KeyId;
import dev.keysmith.core.key.KeyIndex;
import dev.keysmith.core.key.KeyPosition;
import dev.keysmith.core.key.KeyRecord;
import dev.keysmith.core.key.KeyRepository;
import dev.keysmith.core.key.Page;
import jakarta.inject.Singleton;
import java.util.Optional;

/** Reads keys on behalf of a principal. */
@Singleton
public final class KeyReader {

    private final KeyRepository keys;
    private final KeyIndex index;

    public KeyReader(KeyRepository keys, KeyIndex index) {
        this.keys = keys;
        this.index = index;
    }

    /** The key of this id; empty also where it is malformed, or of an owner that the principal may not act for. One read. */
    public Optional<ApiKeyMetadata> find(Principal principal, String keyId) {
        return KeyId.parse(keyId)
                .flatMap(keys::find)
                .map(KeyRecord::metadata)
                .filter(key -> principal.mayActFor(key.owner()));
    }

    /**
     * An owner's keys, newest first. One query.
     *
     * @param owner empty for the principal's own
     * @return empty where the principal may not act for that owner, whether there is one or not
     */
    public Optional<Page<ApiKeyMetadata>> list(
            Principal principal, Optional<Owner> owner, KeyFilter filter, int limit, Optional<KeyPosition> after) {
        return Optional.of(owner.orElse(principal.owner()))
                .filter(principal::mayActFor)
                .map(only -> index.list(only, filter, limit, after));
    }
}
