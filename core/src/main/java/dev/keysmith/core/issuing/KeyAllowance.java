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
 * How many keys an owner may have: {@code KEYSMITH_KEYS_PER_OWNER} (10,000), give or take those that are issued within the
 * second in which they are counted anew. The count rises with each key and is set right when it reaches the bound, at most once
 * a minute: keys that were removed do not count for ever, and asking in vain costs little.
 */
@Singleton
public final class KeyAllowance {

    private static final Duration BETWEEN_RECOUNTS = Duration.ofMinutes(1);

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
        Reservation reservation = owners.reserveKey(owner, keysPerOwner);
        if (reservation instanceof Reservation.Full full && isRecountDue(full)) {
            owners.recount(owner, full.count(), index.count(owner), clock.instant());
            reservation = owners.reserveKey(owner, keysPerOwner);
        }
        return switch (reservation) {
            case Reservation.Reserved() -> Optional.empty();
            case Reservation.Blocked() ->
                Optional.of(new FieldError("/owner", "has its keys revoked; none can be issued meanwhile"));
            case Reservation.Full _ -> Optional.of(new FieldError("/owner", "has as many keys as an owner may have"));
        };
    }

    private boolean isRecountDue(Reservation.Full full) {
        return full.recountedAt()
                .map(at -> !clock.instant().isBefore(at.plus(BETWEEN_RECOUNTS)))
                .orElse(true);
    }
}
