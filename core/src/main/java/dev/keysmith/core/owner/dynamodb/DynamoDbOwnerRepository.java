package dev.keysmith.core.owner.dynamodb;

import dev.keysmith.core.access.Owner;
import dev.keysmith.core.aws.Attributes;
import dev.keysmith.core.aws.DynamoDbCalls;
import dev.keysmith.core.error.UnavailableException;
import dev.keysmith.core.owner.OwnerRepository;
import dev.keysmith.core.owner.Reservation;
import dev.keysmith.core.settings.Settings;
import jakarta.inject.Singleton;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;
import software.amazon.awssdk.services.dynamodb.model.ConditionalCheckFailedException;
import software.amazon.awssdk.services.dynamodb.model.ReturnValue;
import software.amazon.awssdk.services.dynamodb.model.ReturnValuesOnConditionCheckFailure;
import software.amazon.awssdk.services.dynamodb.model.UpdateItemRequest;

/** Owners in the table {@code KEYSMITH_STATE_TABLE}, one item {@code OWNER#<owner>} each. */
@Singleton
final class DynamoDbOwnerRepository implements OwnerRepository {

    private final DynamoDbClient client;
    private final String table;

    DynamoDbOwnerRepository(DynamoDbClient client, Settings settings) {
        this.client = client;
        this.table = DynamoDbCalls.tableName(settings, "keysmith.state-table");
    }

    @Override
    public Reservation reserveKey(Owner owner, int most, Instant at) {
        UpdateItemRequest request = update(owner)
                .conditionExpression(
                        "attribute_not_exists(blocked_at) AND (attribute_not_exists(key_count) OR key_count < :most)")
                .updateExpression("SET counted_at = :at ADD key_count :one")
                .expressionAttributeValues(Map.of(
                        ":one", Attributes.number(1),
                        ":most", Attributes.number(most),
                        ":at", Attributes.time(at)))
                .returnValuesOnConditionCheckFailure(ReturnValuesOnConditionCheckFailure.ALL_OLD)
                .build();
        try {
            send(request);
            return new Reservation.Reserved();
        } catch (ConditionalCheckFailedException e) {
            return notReserved(e.item());
        }
    }

    private static Reservation notReserved(Map<String, AttributeValue> item) {
        if (item.containsKey("blocked_at")) {
            return new Reservation.Blocked();
        }
        try {
            return new Reservation.Full(
                    Math.toIntExact(Attributes.readNumber(item, "key_count")),
                    item.containsKey("counted_at")
                            ? Optional.of(Attributes.readTime(item, "counted_at"))
                            : Optional.empty());
        } catch (IllegalArgumentException | ArithmeticException e) {
            throw new UnavailableException("an owner's item is not in order", e);
        }
    }

    @Override
    public void recount(Owner owner, Reservation.Full seen, int counted, Instant at) {
        Map<String, AttributeValue> values = new HashMap<>(Map.of(
                ":seen", Attributes.number(seen.count()),
                ":counted", Attributes.number(counted),
                ":at", Attributes.time(at)));
        seen.countedAt().ifPresent(then -> values.put(":seen_at", Attributes.time(then)));
        // The count alone may be what it was, and yet keys were counted since.
        String sinceThen = seen.countedAt().isPresent() ? "counted_at = :seen_at" : "attribute_not_exists(counted_at)";
        UpdateItemRequest request = update(owner)
                .conditionExpression("key_count = :seen AND " + sinceThen)
                .updateExpression("SET key_count = :counted, counted_at = :at")
                .expressionAttributeValues(values)
                .build();
        sendUnlessChanged(request);
    }

    @Override
    public Instant blockIssuing(Owner owner, Instant at) {
        UpdateItemRequest request = update(owner)
                .updateExpression("SET blocked_at = if_not_exists(blocked_at, :at)")
                .expressionAttributeValues(Map.of(":at", Attributes.time(at)))
                .returnValues(ReturnValue.ALL_NEW)
                .build();
        return Attributes.readTime(send(request), "blocked_at");
    }

    @Override
    public void unblockIssuing(Owner owner, Instant blockedAt) {
        UpdateItemRequest request = update(owner)
                .conditionExpression("blocked_at = :at")
                .updateExpression("REMOVE blocked_at")
                .expressionAttributeValues(Map.of(":at", Attributes.time(blockedAt)))
                .build();
        sendUnlessChanged(request);
    }

    private UpdateItemRequest.Builder update(Owner owner) {
        return UpdateItemRequest.builder().tableName(table).key(Map.of("pk", Attributes.text("OWNER#" + owner)));
    }

    private Map<String, AttributeValue> send(UpdateItemRequest request) {
        return DynamoDbCalls.call("UpdateItem", () -> client.updateItem(request))
                .attributes();
    }

    private void sendUnlessChanged(UpdateItemRequest request) {
        try {
            send(request);
        } catch (ConditionalCheckFailedException e) {
            // Somebody else was first; what it wrote is as right as what we have.
        }
    }
}
