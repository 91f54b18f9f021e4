package dev.keysmith.core.meter.dynamodb;

import dev.keysmith.core.access.RateLimit;
import dev.keysmith.core.aws.Attributes;
import dev.keysmith.core.aws.ItemUpdate;
import dev.keysmith.core.meter.LeaseRequest;
import dev.keysmith.core.meter.LeaseRequest.BucketStep;
import java.util.Optional;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;
import software.amazon.awssdk.services.dynamodb.model.UpdateItemRequest;

/** A lease as an update of its meter's item. */
final class LeaseUpdate {

    private final ItemUpdate update = new ItemUpdate();

    private LeaseUpdate() {}

    static UpdateItemRequest of(LeaseRequest request, String table) {
        LeaseUpdate lease = new LeaseUpdate();
        lease.step(request);
        lease.charge(request);
        lease.leases(request);
        return lease.update.request(table, MeterItem.primaryKey(request.meter()));
    }

    private void step(LeaseRequest request) {
        String rate = update.name("rate");
        String fullAt = update.name("full_at");
        switch (request.step()) {
            case BucketStep.WithoutRate step -> {
                update.when("(attribute_not_exists(pk) OR " + rate + " = " + rate(Optional.empty()) + ")");
                update.set(rate, ":rate");
                update.set(fullAt, update.value("full_at", Attributes.number(0)));
                setOnce(update.name("limits_version"), Attributes.number(step.limitsVersion()));
            }
            case BucketStep.FromFull step -> {
                update.when("(attribute_not_exists(pk) OR (" + rate + " = " + rate(Optional.of(step.rate()))
                        + " AND " + fullAt + " <= "
                        + update.value("latest", Attributes.number(step.latestFullAtNanos(request))) + "))");
                update.set(rate, ":rate");
                update.set(fullAt, update.value("full_at", Attributes.number(step.fullAtNanos(request))));
                setOnce(update.name("limits_version"), Attributes.number(step.limitsVersion()));
            }
            case BucketStep.FromPart step -> {
                update.when(rate + " = " + rate(Optional.of(step.rate())) + " AND " + fullAt + " > "
                        + update.value("now", Attributes.number(request.atNanos())) + " AND " + fullAt + " <= "
                        + update.value("latest", Attributes.number(step.latestFullAtNanos(request))));
                update.set(fullAt, fullAt + " + " + update.value("more", Attributes.number(step.addedNanos(request))));
            }
            case BucketStep.Changed step -> {
                String version = update.name("limits_version");
                update.when(rate + " = "
                        + update.value("seen_rate", Attributes.text(MeterItem.rateText(step.seenRate()))) + " AND "
                        + version
                        + " = " + update.value("seen_version", Attributes.number(step.seenVersion())) + " AND " + fullAt
                        + " = " + update.value("seen_full_at", Attributes.number(step.seenFullAtNanos())));
                update.set(rate, rate(step.rate()));
                update.set(fullAt, update.value("full_at", Attributes.number(step.fullAtNanos())));
                update.set(version, update.value("version", Attributes.number(step.limitsVersion())));
            }
        }
    }

    private void charge(LeaseRequest request) {
        String charged = update.name("charged");
        long added = request.chargedUnits();
        update.set(
                charged,
                "if_not_exists(" + charged + ", " + update.value("none", Attributes.number(0)) + ") + "
                        + update.value("added", Attributes.number(added)));
        if (request.quota().isPresent()) {
            update.when("(attribute_not_exists(" + charged + ") OR " + charged + " <= "
                    + update.value("room", Attributes.number(request.quota().getAsLong() - added)) + ")");
        }
        update.set(update.name("last_used_at"), update.value("at", Attributes.time(request.at())));
        if (request.forPreviousSecret()) {
            update.set(update.name("previous_secret_last_used_at"), ":at");
        }
        update.set(update.name("ttl"), update.value("ttl", Attributes.ttl(request.keptUntil())));
    }

    private void leases(LeaseRequest request) {
        String lease = update.name(MeterItem.leaseAttribute(request.leaseId()));
        update.when("attribute_not_exists(" + lease + ")");
        update.set(lease, update.value("lease", MeterItem.lease(request.units(), request.at())));
        if (request.settled().isPresent()) {
            String settled =
                    update.name(MeterItem.leaseAttribute(request.settled().get().leaseId()));
            update.remove(settled);
            if (request.settled().get().unusedUnits() > 0) {
                update.when("attribute_exists(" + settled + ")");
            }
        }
        for (String forgotten : request.forgotten()) {
            update.remove(update.name(MeterItem.leaseAttribute(forgotten)));
        }
    }

    private String rate(Optional<RateLimit> rate) {
        return update.value("rate", Attributes.text(MeterItem.rateText(rate)));
    }

    private void setOnce(String name, AttributeValue value) {
        update.set(name, "if_not_exists(" + name + ", " + update.value("version", value) + ")");
    }
}
