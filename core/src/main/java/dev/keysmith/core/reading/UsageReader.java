package dev.keysmith.core.reading;

import dev.keysmith.core.credential.Principal;
import dev.keysmith.core.key.ApiKeyMetadata;
import dev.keysmith.core.meter.MeterId;
import dev.keysmith.core.meter.MeterState;
import dev.keysmith.core.meter.MeterState.OpenLease;
import dev.keysmith.core.meter.Meters;
import dev.keysmith.core.meter.RateStanding;
import jakarta.inject.Singleton;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Optional;

/** Reads how much keys were used, on behalf of a principal. */
@Singleton
public final class UsageReader {

    private final KeyReader keys;
    private final Meters meters;
    private final InstantSource clock;

    public UsageReader(KeyReader keys, Meters meters, InstantSource clock) {
        this.keys = keys;
        this.meters = meters;
        this.clock = clock;
    }

    /**
     * The usage of the key of this id; empty where there is none that the principal may see. One read of the key and, where it is there,
     * one of its meter.
     */
    public Optional<KeyUsage> find(Principal principal, String keyId) {
        return keys.find(principal, keyId).map(key -> usage(key, meters.find(MeterId.of(key.keyId()))));
    }

    private KeyUsage usage(ApiKeyMetadata key, Optional<MeterState> meter) {
        Instant now = clock.instant();
        return new KeyUsage(
                key.keyId(),
                meter.map(MeterState::charged).orElse(0L),
                meter.map(UsageReader::unsettled).orElse(0L),
                meter.map(MeterState::lastUsedAt),
                meter.flatMap(MeterState::previousSecretLastUsedAt).filter(at -> isSinceRotation(key, at)),
                key.limits().rate().map(rate -> RateStanding.of(rate, meter, now)),
                key.limits().quota());
    }

    private static long unsettled(MeterState meter) {
        return meter.openLeases().values().stream().mapToLong(OpenLease::units).sum();
    }

    /** A secret from before an earlier rotation is of no interest: it is gone. */
    private static boolean isSinceRotation(ApiKeyMetadata key, Instant at) {
        return key.lastRotation().filter(rotation -> at.isAfter(rotation.at())).isPresent();
    }
}
