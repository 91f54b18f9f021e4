package dev.keysmith.core.key.dynamodb;

import dev.keysmith.core.access.Owner;
import dev.keysmith.core.access.RoleName;
import dev.keysmith.core.aws.Attributes;
import dev.keysmith.core.error.UnavailableException;
import dev.keysmith.core.key.Actor;
import dev.keysmith.core.key.ApiKeyMetadata;
import dev.keysmith.core.key.Change;
import dev.keysmith.core.key.ChangeAction;
import dev.keysmith.core.key.Environment;
import dev.keysmith.core.key.KeyId;
import dev.keysmith.core.key.KeyRecord;
import dev.keysmith.core.key.RequestOrigin;
import dev.keysmith.core.key.TokenDenials;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;

/**
 * A key's item as the table's stream shows it, before or after a change; it holds neither secret nor hash.
 *
 * @see <a href="https://docs.aws.amazon.com/amazondynamodb/latest/developerguide/Streams.html">DynamoDB Streams</a>
 */
public sealed interface KeyImage {

    KeyId keyId();

    Owner owner();

    RoleName role();

    Environment environment();

    /** When the key was issued or imported. A key that is imported again, after its item was removed, has another time. */
    Instant createdAt();

    Instant expiresAt();

    /** Rises by one with each change. */
    long version();

    /** The change that made the item what it is. */
    LastChange lastChange();

    /**
     * A change, and why it was made.
     *
     * @param reason in the words of who made it; empty where none was given
     */
    record LastChange(Change change, Optional<String> reason) {}

    /** A key, good or not. */
    record Live(ApiKeyMetadata metadata, TokenDenials tokenDenials, LastChange lastChange) implements KeyImage {

        @Override
        public KeyId keyId() {
            return metadata.keyId();
        }

        @Override
        public Owner owner() {
            return metadata.owner();
        }

        @Override
        public RoleName role() {
            return metadata.role();
        }

        @Override
        public Environment environment() {
            return metadata.environment();
        }

        @Override
        public Instant createdAt() {
            return metadata.createdAt();
        }

        @Override
        public Instant expiresAt() {
            return metadata.expiresAt();
        }

        @Override
        public long version() {
            return metadata.version();
        }
    }

    /** What a deletion leaves of a key. */
    record Tombstone(
            KeyId keyId,
            Owner owner,
            RoleName role,
            Environment environment,
            Instant createdAt,
            Instant expiresAt,
            long version,
            LastChange lastChange)
            implements KeyImage {}

    /** Reads an item. Throws {@link UnavailableException}, which repeats nothing of it, for one that is not in order. */
    static KeyImage read(Map<String, AttributeValue> item) {
        try {
            Optional<KeyRecord> record = KeyItemReader.find(item);
            return record.isPresent()
                    ? new Live(record.get().metadata(), record.get().tokenDenials(), lastChange(item))
                    : tombstone(item);
        } catch (IllegalArgumentException e) {
            throw new UnavailableException("a key's item is not in order", e);
        }
    }

    private static Tombstone tombstone(Map<String, AttributeValue> item) {
        return new Tombstone(
                new KeyId(Attributes.readText(item, "key_id")),
                new Owner(Attributes.readText(item, "owner")),
                new RoleName(Attributes.readText(item, "role")),
                Environment.parse(Attributes.readText(item, "environment"))
                        .orElseThrow(() -> new IllegalArgumentException("unknown environment")),
                Attributes.readTime(item, "created_at"),
                Attributes.readTime(item, "expires_at"),
                Attributes.readNumber(item, "version"),
                lastChange(item));
    }

    private static LastChange lastChange(Map<String, AttributeValue> item) {
        Change change = new Change(
                ChangeAction.parse(Attributes.readText(item, "changed_action")),
                Attributes.readTime(item, "changed_at"),
                new Actor(
                        Attributes.readText(item, "changed_by"),
                        Attributes.find(item, "changed_by_owner").map(owner -> new Owner(owner.s()))),
                new RequestOrigin(
                        Attributes.readText(item, "changed_request"), Attributes.readText(item, "changed_from")));
        return new LastChange(change, Attributes.find(item, "changed_reason").map(AttributeValue::s));
    }
}
