package dev.keysmith.core.meter.dynamodb;

import dev.keysmith.core.access.RateLimit;
import dev.keysmith.core.aws.Attributes;
import dev.keysmith.core.error.UnavailableException;
import dev.keysmith.core.meter.MeterId;
import dev.keysmith.core.meter.MeterState;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;

/**
 * A meter's item {@code METER#<name>}: {@code rate} ({@code <requests>/<window seconds>} or {@code none}), {@code limits_version},
 * {@code full_at} (nanoseconds since the epoch), {@code charged}, {@code last_used_at}, {@code previous_secret_last_used_at},
 * {@code ttl}, and for each open lease {@code lease_<id>}, a list of its units and its time.
 */
final class MeterItem {

    static final String NO_RATE = "none";

    /** What the partition key of a meter begins with. */
    static final String PREFIX = "METER#";

    private static final String LEASE = "lease_";

    private MeterItem() {}

    static Map<String, AttributeValue> primaryKey(MeterId id) {
        return Map.of("pk", Attributes.text(PREFIX + id.value()));
    }

    static String leaseAttribute(String leaseId) {
        return LEASE + leaseId;
    }

    static AttributeValue lease(long units, Instant at) {
        return AttributeValue.fromL(List.of(Attributes.number(units), Attributes.time(at)));
    }

    static String rateText(Optional<RateLimit> rate) {
        return rate.isEmpty()
                ? NO_RATE
                : rate.get().requests() + "/" + rate.get().window().toSeconds();
    }

    /** The meter of an item; empty where there is no item. Throws {@link UnavailableException} for one that is not in order. */
    static Optional<MeterState> find(Map<String, AttributeValue> item) {
        if (item.isEmpty()) {
            return Optional.empty();
        }
        try {
            return Optional.of(new MeterState(
                    rate(Attributes.readText(item, "rate")),
                    Attributes.readNumber(item, "limits_version"),
                    Attributes.readNumber(item, "full_at"),
                    Attributes.readNumber(item, "charged"),
                    Attributes.readTime(item, "last_used_at"),
                    item.containsKey("previous_secret_last_used_at")
                            ? Optional.of(Attributes.readTime(item, "previous_secret_last_used_at"))
                            : Optional.empty(),
                    leases(item)));
        } catch (RuntimeException e) {
            throw new UnavailableException("a meter's item is not in order", e);
        }
    }

    private static Optional<RateLimit> rate(String text) {
        if (text.equals(NO_RATE)) {
            return Optional.empty();
        }
        int slash = text.indexOf('/');
        return Optional.of(new RateLimit(
                Integer.parseInt(text.substring(0, slash)),
                Duration.ofSeconds(Long.parseLong(text.substring(slash + 1)))));
    }

    private static Map<String, MeterState.OpenLease> leases(Map<String, AttributeValue> item) {
        Map<String, MeterState.OpenLease> leases = new HashMap<>();
        for (Map.Entry<String, AttributeValue> attribute : item.entrySet()) {
            if (attribute.getKey().startsWith(LEASE)) {
                List<AttributeValue> lease = attribute.getValue().l();
                leases.put(
                        attribute.getKey().substring(LEASE.length()),
                        new MeterState.OpenLease(
                                Long.parseLong(lease.get(0).n()),
                                Instant.ofEpochMilli(Long.parseLong(lease.get(1).n()))));
            }
        }
        return leases;
    }
}
