package dev.keysmith.core.key.dynamodb;

import dev.keysmith.core.aws.Attributes;
import dev.keysmith.core.key.KeyFilter;
import java.util.HashMap;
import java.util.Map;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;

/** A list's filter as DynamoDB takes it; tombstones never pass. */
record FilterExpression(String text, Map<String, String> names, Map<String, AttributeValue> values) {

    static FilterExpression of(KeyFilter filter) {
        StringBuilder text = new StringBuilder();
        Map<String, String> names = new HashMap<>(Map.of("#status", "status"));
        Map<String, AttributeValue> values = new HashMap<>();
        if (filter.status().isEmpty()) {
            text.append("#status <> :status");
            values.put(":status", Attributes.text(KeyItem.DELETED));
        } else {
            KeyFilter.Status status = filter.status().get();
            text.append("#status = :status");
            values.put(
                    ":status", Attributes.text(status == KeyFilter.Status.REVOKED ? KeyItem.REVOKED : KeyItem.ACTIVE));
            if (status != KeyFilter.Status.REVOKED) {
                text.append(status == KeyFilter.Status.ACTIVE ? " AND expires_at > :now" : " AND expires_at <= :now");
                values.put(":now", Attributes.time(filter.now()));
            }
        }
        filter.environment().ifPresent(environment -> {
            text.append(" AND #environment = :environment");
            names.put("#environment", "environment");
            values.put(":environment", Attributes.text(environment.wireName()));
        });
        return new FilterExpression(text.toString(), Map.copyOf(names), Map.copyOf(values));
    }
}
