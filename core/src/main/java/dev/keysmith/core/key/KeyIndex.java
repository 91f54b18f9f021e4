package dev.keysmith.core.key;

import dev.keysmith.core.access.Owner;
import java.util.Optional;

/**
 * Keys in order. What it answers may lag behind the last writes by about a second; nothing is decided on it. Methods throw
 * {@link dev.keysmith.core.error.UnavailableException} where the store is out of reach.
 */
public interface KeyIndex {

    /**
     * An owner's keys, newest first: one query.
     *
     * @param limit the most keys to look at; a filter may leave fewer
     */
    Page<ApiKeyMetadata> list(Owner owner, KeyFilter filter, int limit, Optional<KeyPosition> after);

    /** How many keys an owner has, deleted ones left out: as many queries as there are pages of 1 MB. */
    int count(Owner owner);

    /**
     * Where keys come from, deleted ones included: one query of an owner's keys, oldest first, or one scan of all keys.
     *
     * @param owner empty for all owners
     * @param limit the most keys to look at
     */
    Page<KeyDescent> descents(Optional<Owner> owner, int limit, Optional<KeyPosition> after);
}
