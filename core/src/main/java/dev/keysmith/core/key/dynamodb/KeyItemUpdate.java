package dev.keysmith.core.key.dynamodb;

import dev.keysmith.core.aws.Attributes;
import dev.keysmith.core.key.Change;
import dev.keysmith.core.key.KeyId;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;
import software.amazon.awssdk.services.dynamodb.model.ReturnValue;
import software.amazon.awssdk.services.dynamodb.model.ReturnValuesOnConditionCheckFailure;
import software.amazon.awssdk.services.dynamodb.model.UpdateItemRequest;

/** A conditional update of an existing key's item, which raises its version and says who made it. */
final class KeyItemUpdate {

    private final List<String> conditions = new ArrayList<>(List.of("attribute_exists(#key_id)"));
    private final List<String> assignments = new ArrayList<>(List.of("#version = #version + :one"));
    private final List<String> removals = new ArrayList<>();
    private final Map<String, String> names = new HashMap<>(Map.of("#key_id", "key_id", "#version", "version"));
    private final Map<String, AttributeValue> values = new HashMap<>(Map.of(":one", Attributes.number(1)));

    KeyItemUpdate(Change change) {
        set("changed_action", Attributes.text(change.action().wireName()));
        set("changed_at", Attributes.time(change.at()));
        set("changed_by", Attributes.text(change.by()));
        set("changed_from", Attributes.text(change.origin().sourceIp()));
        set("changed_request", Attributes.text(change.origin().requestId()));
    }

    /** Why it is made; an older reason does not stay. */
    KeyItemUpdate reason(Optional<String> reason) {
        reason.ifPresentOrElse(
                why -> set("changed_reason", Attributes.text(why)), () -> remove(List.of("changed_reason")));
        return this;
    }

    KeyItemUpdate set(String attribute, AttributeValue value) {
        assignments.add(name(attribute) + " = " + value("new_" + attribute, value));
        return this;
    }

    KeyItemUpdate remove(List<String> attributes) {
        attributes.forEach(attribute -> removals.add(name(attribute)));
        return this;
    }

    KeyItemUpdate when(String attribute, AttributeValue value) {
        conditions.add(name(attribute) + " = " + value("seen_" + attribute, value));
        return this;
    }

    KeyItemUpdate whenAtLeast(String attribute, AttributeValue value) {
        conditions.add(name(attribute) + " >= " + value("least_" + attribute, value));
        return this;
    }

    KeyItemUpdate whenNot(String attribute, AttributeValue value) {
        conditions.add(name(attribute) + " <> " + value("not_" + attribute, value));
        return this;
    }

    UpdateItemRequest request(String table, KeyId keyId) {
        return UpdateItemRequest.builder()
                .tableName(table)
                .key(KeyItem.primaryKey(keyId))
                .conditionExpression(String.join(" AND ", conditions))
                .updateExpression("SET " + String.join(", ", assignments)
                        + (removals.isEmpty() ? "" : " REMOVE " + String.join(", ", removals)))
                .expressionAttributeNames(names)
                .expressionAttributeValues(values)
                .returnValues(ReturnValue.ALL_NEW)
                .returnValuesOnConditionCheckFailure(ReturnValuesOnConditionCheckFailure.ALL_OLD)
                .build();
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
