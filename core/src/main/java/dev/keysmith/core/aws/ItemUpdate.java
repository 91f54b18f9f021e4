package dev.keysmith.core.aws;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;
import software.amazon.awssdk.services.dynamodb.model.ReturnValue;
import software.amazon.awssdk.services.dynamodb.model.ReturnValuesOnConditionCheckFailure;
import software.amazon.awssdk.services.dynamodb.model.UpdateItemRequest;

/**
 * A conditional update of one item, in the making. Attributes and values stand in its expressions by the names that {@link #name} and
 * {@link #value} give them. It answers the new item, and the old one where a condition did not hold.
 */
public final class ItemUpdate {

    private final List<String> conditions = new ArrayList<>();
    private final List<String> assignments = new ArrayList<>();
    private final List<String> removals = new ArrayList<>();
    private final Map<String, String> names = new HashMap<>();
    private final Map<String, AttributeValue> values = new HashMap<>();

    /** An attribute, as expressions name it. */
    public String name(String attribute) {
        String name = "#" + attribute;
        names.put(name, attribute);
        return name;
    }

    /** A value, as expressions name it. */
    public String value(String use, AttributeValue value) {
        String name = ":" + use;
        values.put(name, value);
        return name;
    }

    /** Makes it on this condition, beside the others. */
    public void when(String condition) {
        conditions.add(condition);
    }

    /** Sets what has this name to an expression. */
    public void set(String name, String expression) {
        assignments.add(name + " = " + expression);
    }

    /** Removes what has this name. */
    public void remove(String name) {
        removals.add(name);
    }

    public UpdateItemRequest request(String table, Map<String, AttributeValue> key) {
        return UpdateItemRequest.builder()
                .tableName(table)
                .key(key)
                .conditionExpression(String.join(" AND ", conditions))
                .updateExpression("SET " + String.join(", ", assignments)
                        + (removals.isEmpty() ? "" : " REMOVE " + String.join(", ", removals)))
                .expressionAttributeNames(names)
                .expressionAttributeValues(values)
                .returnValues(ReturnValue.ALL_NEW)
                .returnValuesOnConditionCheckFailure(ReturnValuesOnConditionCheckFailure.ALL_OLD)
                .build();
    }
}
