package dev.keysmith.functions.ledger.objects;

import java.util.List;
import java.util.Optional;

/**
 * A store of objects by name. Every method throws {@link dev.keysmith.core.error.UnavailableException} where the store does not do
 * what it is asked; what is there is never said to be absent.
 */
public interface ObjectStore {

    /** Stores an object, in the place of one of the same name. Once this has returned, it is durable; before, nobody sees a part of it. */
    void put(ObjectName name, byte[] content);

    /** The object of this name; empty where there is none. */
    Optional<byte[]> find(ObjectName name);

    /** The names of all objects in this folder, in the order of their names. */
    List<ObjectName> list(String folder);

    /** Removes an object, where there is one. */
    void delete(ObjectName name);
}
