package dev.keysmith.core.issuing;

import dev.keysmith.core.access.Owner;
import dev.keysmith.core.error.FieldError;
import dev.keysmith.core.key.KeyIndex;
import dev.keysmith.core.owner.OwnerRepository;
import dev.keysmith.core.owner.Reservation;
import dev.keysmith.core.settings.Settings;
import jakarta.inject.Singleton;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Optional;

/**
 * How many keys an owner may have: {@code KEYSMITH_KEYS_PER_OWNER} (10,000). The count rises with each key. When it reaches the
 * bound, it is set right, so that keys that were removed do not count for ever; but not within a minute after a key was counted,
 * since that key may not be there yet, nor within a minute after the last time, so that asking in vain costs little.
 */
@Singleton
public final class KeyAllowance {

    private static final Duration AFTER_COUNTING = Duration.ofMinutes(1);

    private final OwnerRepository owners;
    private final KeyIndex index;
    private final InstantSource clock;
    private final int keysPerOwner;

    public KeyAllowance(OwnerRepository owners, KeyIndex index, InstantSource clock, Settings settings) {
        this.owners = owners;
        this.index = index;
        this.clock = clock;
        this.keysPerOwner = settings.number("keysmith.keys-per-owner", 10_000, 1, 10_000_000);
    }

    /** Counts one key more for an owner: one write. Says what stands in the way, or nothing where the key may be made. */
    Optional<FieldError> reserve(Owner owner) {
        Reservation reservation = owners.reserveKey(owner, keysPerOwner, clock.instant());
        if (reservation instanceof Reservation.Full full && isRecountDue(full)) {
            owners.recount(owner, full, index.count(owner), clock.instant());
            reservation = owners.reserveKey(owner, keysPerOwner, clock.instant());
        }
        return switch (reservation) {
            case Reservation.Reserved() -> Optional.empty();
            case Reservation.Blocked() ->
                Optional.of(new FieldError("/owner", "has its keys revoked; none can be issued meanwhile"));
            case Reservation.Full _ -> Optional.of(new FieldError("/owner", "has as many keys as an owner may have"));
        };
    }

    private boolean isRecountDue(Reservation.Full full) {
        return full.countedAt()
                .map(at -> !clock.instant().isBefore(at.plus(AFTER_COUNTING)))
                .orElse(true);
    }
}
