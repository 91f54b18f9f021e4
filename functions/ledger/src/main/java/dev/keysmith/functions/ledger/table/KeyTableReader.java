package dev.keysmith.functions.ledger.table;

import dev.keysmith.core.key.KeyId;
import dev.keysmith.core.key.dynamodb.KeyImage;
import java.util.Optional;
import java.util.function.Consumer;

/** The table of keys, read consistently. Throws {@link dev.keysmith.core.error.UnavailableException} where it is out of reach. */
public interface KeyTableReader {

    /** A key, or what its deletion left, as it is now; empty where there is neither. */
    Optional<KeyImage> find(KeyId keyId);

    /** All keys, and what deletions left, in no order. */
    void scan(Consumer<KeyImage> each);
}
