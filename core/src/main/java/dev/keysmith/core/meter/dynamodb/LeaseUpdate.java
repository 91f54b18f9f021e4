package dev.keysmith.core.meter.dynamodb;

import dev.keysmith.core.access.RateLimit;
import dev.keysmith.core.aws.Attributes;
import dev.keysmith.core.meter.LeaseRequest;
import dev.keysmith.core.meter.LeaseRequest.BucketStep;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;
import software.amazon.awssdk.services.dynamodb.model.ReturnValue;
import software.amazon.awssdk.services.dynamodb.model.ReturnValuesOnConditionCheckFailure;
import software.amazon.awssdk.services.dynamodb.model.UpdateItemRequest;

/** A lease as an update of its meter's item. */
final class LeaseUpdate {

    private final List<String> conditions = new ArrayList<>();
    private final List<String> assignments = new ArrayList<>();
    private final List<String> removals = new ArrayList<>();
    private final Map<String, String> names = new HashMap<>();
    private final Map<String, AttributeValue> values = new HashMap<>();

    private LeaseUpdate() {}

    static UpdateItemRequest of(LeaseRequest request, String table) {
        LeaseUpdate update = new LeaseUpdate();
        update.step(request);
        update.charge(request);
        update.leases(request);
        return UpdateItemRequest.builder()
                .tableName(table)
                .key(MeterItem.primaryKey(request.meter()))
                .conditionExpression(String.join(" AND ", update.conditions))
                .updateExpression("SET " + String.join(", ", update.assignments)
                        + (update.removals.isEmpty() ? "" : " REMOVE " + String.join(", ", update.removals)))
                .expressionAttributeNames(update.names)
                .expressionAttributeValues(update.values)
                .returnValues(ReturnValue.ALL_NEW)
                .returnValuesOnConditionCheckFailure(ReturnValuesOnConditionCheckFailure.ALL_OLD)
                .build();
    }

    private void step(LeaseRequest request) {
        String rate = name("rate");
        String fullAt = name("full_at");
        switch (request.step()) {
            case BucketStep.WithoutRate step -> {
                conditions.add("(attribute_not_exists(pk) OR " + rate + " = " + rate(Optional.empty()) + ")");
                set(rate, ":rate");
                set(fullAt, value("full_at", Attributes.number(0)));
                setOnce(name("limits_version"), Attributes.number(step.limitsVersion()));
            }
            case BucketStep.FromFull step -> {
                conditions.add("(attribute_not_exists(pk) OR (" + rate + " = " + rate(Optional.of(step.rate()))
                        + " AND " + fullAt + " <= "
                        + value("latest", Attributes.number(step.latestFullAtNanos(request))) + "))");
                set(rate, ":rate");
                set(fullAt, value("full_at", Attributes.number(step.fullAtNanos(request))));
                setOnce(name("limits_version"), Attributes.number(step.limitsVersion()));
            }
            case BucketStep.FromPart step -> {
                conditions.add(rate + " = " + rate(Optional.of(step.rate())) + " AND " + fullAt + " > "
                        + value("now", Attributes.number(request.atNanos())) + " AND " + fullAt + " <= "
                        + value("latest", Attributes.number(step.latestFullAtNanos(request))));
                set(fullAt, fullAt + " + " + value("more", Attributes.number(step.addedNanos(request))));
            }
            case BucketStep.Changed step -> {
                String version = name("limits_version");
                conditions.add(rate + " = "
                        + value("seen_rate", Attributes.text(MeterItem.rateText(step.seenRate()))) + " AND " + version
                        + " = " + value("seen_version", Attributes.number(step.seenVersion())) + " AND " + fullAt
                        + " = " + value("seen_full_at", Attributes.number(step.seenFullAtNanos())));
                set(rate, rate(step.rate()));
                set(fullAt, value("full_at", Attributes.number(step.fullAtNanos())));
                set(version, value("version", Attributes.number(step.limitsVersion())));
            }
        }
    }

    private void charge(LeaseRequest request) {
        String charged = name("charged");
        long added = request.chargedUnits();
        set(
                charged,
                "if_not_exists(" + charged + ", " + value("none", Attributes.number(0)) + ") + "
                        + value("added", Attributes.number(added)));
        if (request.quota().isPresent()) {
            conditions.add("(attribute_not_exists(" + charged + ") OR " + charged + " <= "
                    + value("room", Attributes.number(request.quota().getAsLong() - added)) + ")");
        }
        set(name("last_used_at"), value("at", Attributes.time(request.at())));
        if (request.forPreviousSecret()) {
            set(name("previous_secret_last_used_at"), ":at");
        }
        set(name("ttl"), value("ttl", Attributes.ttl(request.keptUntil())));
    }

    private void leases(LeaseRequest request) {
        String lease = name(MeterItem.leaseAttribute(request.leaseId()));
        conditions.add("attribute_not_exists(" + lease + ")");
        set(lease, value("lease", MeterItem.lease(request.units(), request.at())));
        if (request.settled().isPresent()) {
            String settled =
                    name(MeterItem.leaseAttribute(request.settled().get().leaseId()));
            removals.add(settled);
            if (request.settled().get().unusedUnits() > 0) {
                conditions.add("attribute_exists(" + settled + ")");
            }
        }
        for (String forgotten : request.forgotten()) {
            removals.add(name(MeterItem.leaseAttribute(forgotten)));
        }
    }

    private String rate(Optional<RateLimit> rate) {
        return value("rate", Attributes.text(MeterItem.rateText(rate)));
    }

    private void set(String name, String expression) {
        assignments.add(name + " = " + expression);
    }

    private void setOnce(String name, AttributeValue value) {
        set(name, "if_not_exists(" + name + ", " + value("version", value) + ")");
    }

    private String name(String attribute) {
        String name = "#" + attribute;
        names.put(name, attribute);
        return name;
    }

    private String value(String use, AttributeValue value) {
        String name = ":" + use;
        values.put(name, value);
        return name;
    }
}
