package dev.keysmith.functions.ledger.report;

import dev.keysmith.core.access.Owner;
import dev.keysmith.core.credential.Principal;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Whose events and keys a caller gets to see.
 *
 * @param owner the only owner; empty for everyone's
 */
record Whose(Optional<Owner> owner) {

    /**
     * What a caller sees that asks for an owner, or for none: then it is all that it may see.
     *
     * @return empty where the caller may not act for that owner, whether there is one or not
     */
    static Optional<Whose> of(Principal caller, Optional<Owner> asked) {
        return asked.isPresent()
                ? asked.filter(caller::mayActFor).map(Optional::of).map(Whose::new)
                : Optional.of(new Whose(caller.onlyOwner()));
    }

    /** The only owner; null for everyone's. */
    @Nullable
    String ownerOrNull() {
        return owner.map(Owner::value).orElse(null);
    }
}
