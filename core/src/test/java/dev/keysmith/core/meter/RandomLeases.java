package dev.keysmith.core.meter;

import dev.keysmith.core.access.RateLimit;
import dev.keysmith.core.meter.LeaseRequest.BucketStep;
import dev.keysmith.core.meter.LeaseRequest.SettledLease;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Random;
import java.util.Set;

/** Requests of every kind, many of which a meter must not take. */
public final class RandomLeases {

    private static final List<RateLimit> RATES =
            List.of(new RateLimit(10, Duration.ofSeconds(1)), new RateLimit(7, Duration.ofSeconds(3)));

    private final Random random;
    private Instant now = Instant.parse("2026-11-20T12:00:00Z");
    private int leases;

    public RandomLeases(long seed) {
        this.random = new Random(seed);
    }

    /** A request for a meter that is in this state. */
    public LeaseRequest next(MeterId meter, Optional<MeterState> state) {
        now = now.plusMillis(random.nextInt(400) - 20L);
        String id = random.nextInt(10) == 0 ? "lease" + random.nextInt(leases + 1) : "lease" + ++leases;
        return new LeaseRequest(
                meter,
                id,
                1 + random.nextInt(4),
                now,
                step(state),
                random.nextBoolean() ? OptionalLong.empty() : OptionalLong.of(20 + random.nextInt(60)),
                random.nextBoolean() ? Optional.empty() : Optional.of(settled(id)),
                random.nextInt(8) == 0 ? Set.of("lease" + random.nextInt(leases + 1) + "x") : Set.of(),
                random.nextInt(4) == 0,
                now.plusSeconds(60));
    }

    /** Any lease but the one that is taken. */
    private SettledLease settled(String taken) {
        String id = "lease" + random.nextInt(leases + 1);
        return new SettledLease(id.equals(taken) ? "none" : id, random.nextInt(3));
    }

    private BucketStep step(Optional<MeterState> state) {
        RateLimit rate = RATES.get(random.nextInt(RATES.size()));
        return switch (random.nextInt(8)) {
            case 0 -> new BucketStep.WithoutRate(random.nextInt(5));
            case 1, 2 -> new BucketStep.FromFull(rate, random.nextInt(5), random.nextInt(3) * 50_000_000L);
            case 3 -> {
                boolean isAsSeen = random.nextBoolean();
                Optional<RateLimit> to = random.nextInt(3) == 0 ? Optional.empty() : Optional.of(rate);
                yield new BucketStep.Changed(
                        state.flatMap(MeterState::rate),
                        state.map(MeterState::limitsVersion).orElse(0L),
                        state.map(MeterState::fullAtNanos).orElse(0L) + (isAsSeen ? 0 : 1),
                        to,
                        random.nextInt(5),
                        to.isEmpty() ? 0 : EpochNanos.of(now) + random.nextInt(1_000_000_000));
            }
            default -> new BucketStep.FromPart(rate);
        };
    }
}
