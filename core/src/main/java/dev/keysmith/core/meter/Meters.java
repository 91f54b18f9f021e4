package dev.keysmith.core.meter;

import java.util.Optional;

/**
 * Where meters are kept. Every method throws {@link dev.keysmith.core.error.UnavailableException} where the store is out of reach or
 * answers what it must not; then a lease may have been taken or not.
 */
public interface Meters {

    /** Takes units: one conditional write. Sent twice, it takes them once. */
    LeaseOutcome take(LeaseRequest request);

    /** The meter as of the last write that was answered: one consistent read. */
    Optional<MeterState> find(MeterId id);

    /** Removes a meter: one write. A lease that is given back later does not bring it back. */
    void delete(MeterId id);
}
