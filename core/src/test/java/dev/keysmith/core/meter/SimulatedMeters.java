package dev.keysmith.core.meter;

import dev.keysmith.core.access.RateLimit;
import dev.keysmith.core.meter.LeaseRequest.BucketStep;
import dev.keysmith.core.meter.LeaseRequest.SettledLease;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

/** DynamoDB's conditional writes of meters, in memory; held to the same contract as the adapter. */
public final class SimulatedMeters implements Meters {

    private final Map<MeterId, MeterState> meters = new HashMap<>();

    @Override
    public LeaseOutcome take(LeaseRequest request) {
        Optional<MeterState> before = find(request.meter());
        if (!holds(request, before)) {
            return new LeaseOutcome.NotTaken(before);
        }
        MeterState after = after(request, before);
        meters.put(request.meter(), after);
        return new LeaseOutcome.Taken(after);
    }

    @Override
    public Optional<MeterState> find(MeterId id) {
        return Optional.ofNullable(meters.get(id));
    }

    @Override
    public void delete(MeterId id) {
        meters.remove(id);
    }

    private static boolean holds(LeaseRequest request, Optional<MeterState> before) {
        return stepHolds(request, before)
                && before.filter(meter -> meter.openLeases().containsKey(request.leaseId()))
                        .isEmpty()
                && settles(request.settled(), before)
                && (request.quota().isEmpty()
                        || before.isEmpty()
                        || before.get().charged() + request.chargedUnits()
                                <= request.quota().getAsLong());
    }

    private static boolean settles(Optional<SettledLease> settled, Optional<MeterState> before) {
        return settled.isEmpty()
                || settled.get().unusedUnits() == 0
                || before.filter(meter ->
                                meter.openLeases().containsKey(settled.get().leaseId()))
                        .isPresent();
    }

    private static boolean stepHolds(LeaseRequest request, Optional<MeterState> before) {
        long now = request.atNanos();
        return switch (request.step()) {
            case BucketStep.WithoutRate _ ->
                before.isEmpty() || before.get().rate().isEmpty();
            case BucketStep.FromFull step ->
                before.isEmpty()
                        || (has(before.get(), step.rate())
                                && before.get().fullAtNanos() <= step.latestFullAtNanos(request));
            case BucketStep.FromPart step ->
                before.isPresent()
                        && has(before.get(), step.rate())
                        && before.get().fullAtNanos() > now
                        && before.get().fullAtNanos() <= step.latestFullAtNanos(request);
            case BucketStep.Changed step ->
                before.isPresent()
                        && before.get().rate().equals(step.seenRate())
                        && before.get().limitsVersion() == step.seenVersion()
                        && before.get().fullAtNanos() == step.seenFullAtNanos();
        };
    }

    private static boolean has(MeterState meter, RateLimit rate) {
        return meter.rate().equals(Optional.of(rate));
    }

    private static MeterState after(LeaseRequest request, Optional<MeterState> before) {
        Map<String, MeterState.OpenLease> leases =
                new HashMap<>(before.map(MeterState::openLeases).orElse(Map.of()));
        request.settled().ifPresent(settled -> leases.remove(settled.leaseId()));
        request.forgotten().forEach(leases::remove);
        leases.put(request.leaseId(), new MeterState.OpenLease(request.units(), request.at()));
        long charged = before.map(MeterState::charged).orElse(0L) + request.chargedUnits();
        Optional<Instant> previousSecretLastUsedAt = request.forPreviousSecret()
                ? Optional.of(request.at())
                : before.flatMap(MeterState::previousSecretLastUsedAt);
        return switch (request.step()) {
            case BucketStep.WithoutRate step ->
                new MeterState(
                        Optional.empty(),
                        before.map(MeterState::limitsVersion).orElse(step.limitsVersion()),
                        0,
                        charged,
                        request.at(),
                        previousSecretLastUsedAt,
                        leases);
            case BucketStep.FromFull step ->
                new MeterState(
                        Optional.of(step.rate()),
                        before.map(MeterState::limitsVersion).orElse(step.limitsVersion()),
                        step.fullAtNanos(request),
                        charged,
                        request.at(),
                        previousSecretLastUsedAt,
                        leases);
            case BucketStep.FromPart step ->
                new MeterState(
                        Optional.of(step.rate()),
                        before.orElseThrow().limitsVersion(),
                        before.orElseThrow().fullAtNanos() + step.addedNanos(request),
                        charged,
                        request.at(),
                        previousSecretLastUsedAt,
                        leases);
            case BucketStep.Changed step ->
                new MeterState(
                        step.rate(),
                        step.limitsVersion(),
                        step.fullAtNanos(),
                        charged,
                        request.at(),
                        previousSecretLastUsedAt,
                        leases);
        };
    }
}
