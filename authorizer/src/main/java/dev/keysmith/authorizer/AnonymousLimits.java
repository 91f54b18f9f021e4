package dev.keysmith.authorizer;

import dev.keysmith.core.access.Limits;
import dev.keysmith.core.access.RateLimit;
import dev.keysmith.core.meter.Admission;
import dev.keysmith.core.meter.LeaseKeeper;
import dev.keysmith.core.meter.MeterId;
import dev.keysmith.core.meter.Terms;
import dev.keysmith.core.network.IpAddress;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Optional;
import java.util.OptionalLong;

/**
 * Limits requests without a credential: those of each client by one rate, and those of all together by another. A client is an IPv4
 * address, or the /64 network of an IPv6 address, whose user has all of it.
 */
final class AnonymousLimits {

    private static final int IPV6_CLIENT_BITS = 64;
    private static final String METERS = "anonymous/";

    /** The rate is in a meter's name, so that a deployment with another one begins with other meters. */
    private static final long NEVER_CHANGED = 0;

    private final RateLimit ofEach;
    private final RateLimit ofAll;
    private final LeaseKeeper leases;
    private final InstantSource clock;

    AnonymousLimits(RateLimit ofEach, RateLimit ofAll, LeaseKeeper leases, InstantSource clock) {
        this.ofEach = ofEach;
        this.ofAll = ofAll;
        this.leases = leases;
        this.clock = clock;
    }

    /** Admits one request, or refuses it. No read, and at most two writes; none where all together are over their limit. */
    Admission admit(IpAddress from) {
        Terms all = terms("all", ofAll);
        Optional<Admission.Refused> full = leases.findRefusal(all);
        if (full.isPresent()) {
            // Before the client's own meter, so that many addresses do not make many writes.
            return full.get();
        }
        Admission own = leases.admit(terms(client(from), ofEach));
        if (own instanceof Admission.Refused) {
            return own;
        }
        return leases.admit(all) instanceof Admission.Refused refused ? refused : own;
    }

    private Terms terms(String who, RateLimit rate) {
        MeterId meter = new MeterId(
                METERS + who + "/" + rate.requests() + "/" + rate.window().toSeconds());
        // A bucket that nobody takes from for a window is full: as if there were none.
        Instant keptUntil = clock.instant().plus(rate.window());
        return new Terms(meter, new Limits(Optional.of(rate), OptionalLong.empty()), NEVER_CHANGED, false, keptUntil);
    }

    private static String client(IpAddress address) {
        return address.bits() > IPV6_CLIENT_BITS
                ? address.prefix(IPV6_CLIENT_BITS) + "/" + IPV6_CLIENT_BITS
                : address.toString();
    }
}
