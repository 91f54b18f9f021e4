package dev.keysmith.core.meter.dynamodb;

import dev.keysmith.core.aws.Attributes;
import dev.keysmith.core.key.KeyId;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;

/**
 * A key's meter as the state table's stream shows it.
 *
 * @param keyId the key
 * @param charged how many calls are charged, in all
 * @param lastUsedAt the last use
 */
public record MeterImage(KeyId keyId, long charged, Instant lastUsedAt) {

    /**
     * Reads an item; empty for one that is no key's meter: an owner's, a replay's, the meter of an address. Throws
     * {@link IllegalArgumentException} for a meter that is not in order.
     */
    public static Optional<MeterImage> find(Map<String, AttributeValue> item) {
        String name = Attributes.readText(item, "pk");
        if (!name.startsWith(MeterItem.PREFIX)) {
            return Optional.empty();
        }
        return KeyId.parse(name.substring(MeterItem.PREFIX.length()))
                .map(keyId -> new MeterImage(
                        keyId, Attributes.readNumber(item, "charged"), Attributes.readTime(item, "last_used_at")));
    }
}
