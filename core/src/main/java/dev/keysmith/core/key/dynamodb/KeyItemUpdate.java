package dev.keysmith.core.key.dynamodb;

import dev.keysmith.core.access.Owner;
import dev.keysmith.core.aws.Attributes;
import dev.keysmith.core.aws.ItemUpdate;
import dev.keysmith.core.key.Change;
import dev.keysmith.core.key.KeyId;
import java.util.List;
import java.util.Optional;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;
import software.amazon.awssdk.services.dynamodb.model.UpdateItemRequest;

/** A conditional update of an existing key's item, which raises its version and says who made it. */
final class KeyItemUpdate {

    private final ItemUpdate update = new ItemUpdate();

    KeyItemUpdate(Change change) {
        update.when("attribute_exists(" + update.name("key_id") + ")");
        String version = update.name("version");
        update.set(version, version + " + " + update.value("one", Attributes.number(1)));
        set("changed_action", Attributes.text(change.action().wireName()));
        set("changed_at", Attributes.time(change.at()));
        set("changed_by", Attributes.text(change.by().name()));
        setOrRemove("changed_by_owner", change.by().owner().map(Owner::value));
        set("changed_from", Attributes.text(change.origin().sourceIp()));
        set("changed_request", Attributes.text(change.origin().requestId()));
    }

    /** Why it is made; an older reason does not stay. */
    KeyItemUpdate reason(Optional<String> reason) {
        setOrRemove("changed_reason", reason);
        return this;
    }

    private void setOrRemove(String attribute, Optional<String> text) {
        text.ifPresentOrElse(value -> set(attribute, Attributes.text(value)), () -> remove(List.of(attribute)));
    }

    KeyItemUpdate set(String attribute, AttributeValue value) {
        update.set(update.name(attribute), update.value("new_" + attribute, value));
        return this;
    }

    KeyItemUpdate remove(List<String> attributes) {
        attributes.forEach(attribute -> update.remove(update.name(attribute)));
        return this;
    }

    KeyItemUpdate when(String attribute, AttributeValue value) {
        update.when(update.name(attribute) + " = " + update.value("seen_" + attribute, value));
        return this;
    }

    KeyItemUpdate whenAtLeast(String attribute, AttributeValue value) {
        update.when(update.name(attribute) + " >= " + update.value("least_" + attribute, value));
        return this;
    }

    KeyItemUpdate whenNot(String attribute, AttributeValue value) {
        update.when(update.name(attribute) + " <> " + update.value("not_" + attribute, value));
        return this;
    }

    UpdateItemRequest request(String table, KeyId keyId) {
        return update.request(table, KeyItem.primaryKey(keyId));
    }
}
