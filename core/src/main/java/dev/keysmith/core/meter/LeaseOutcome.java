package dev.keysmith.core.meter;

import java.util.Optional;

/** How a {@link LeaseRequest} ended. */
public sealed interface LeaseOutcome {

    /** The units are taken; the meter is this now. */
    record Taken(MeterState now) implements LeaseOutcome {}

    /** A condition did not hold; the meter was this then, or absent. */
    record NotTaken(Optional<MeterState> then) implements LeaseOutcome {}
}
