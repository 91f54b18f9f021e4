package dev.keysmith.functions.ledger.event;

import dev.keysmith.core.access.Owner;
import dev.keysmith.core.error.UnavailableException;
import dev.keysmith.core.key.Actor;
import dev.keysmith.core.key.Change;
import dev.keysmith.core.key.KeyStatus;
import dev.keysmith.core.key.RequestOrigin;
import dev.keysmith.core.key.dynamodb.KeyImage;
import dev.keysmith.functions.ledger.event.EventPosition.Step;
import dev.keysmith.functions.ledger.stream.MalformedRecordException;
import dev.keysmith.functions.ledger.stream.StreamRecord;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;

/**
 * What a record of the keys table's stream says: the events that it stands for, in order, all of epoch 0, and the key as it is then.
 *
 * @param events none where nothing changed that the ledger tells of, e.g. the time of removal alone
 * @param before the key before; empty where there was none
 * @param after the key after; empty where it is gone
 */
public record KeyChange(List<LedgerEvent> events, Optional<KeyImage> before, Optional<KeyImage> after) {

    public KeyChange {
        events = List.copyOf(events);
    }

    /** Reads a record. Throws {@link MalformedRecordException} for one that no function of Keysmith causes. */
    public static KeyChange of(StreamRecord record) throws MalformedRecordException {
        Optional<KeyImage> before = image(record.before());
        Optional<KeyImage> after = image(record.after());
        List<LedgerEvent> events = new ArrayList<>();
        if (after.isEmpty()) {
            KeyImage last = before.orElseThrow();
            findExpiry(last, record.at()).ifPresent(events::add);
            events.add(end(last, record));
        } else if (before.isEmpty()) {
            events.add(change(KeyState.NONE, after.get()));
        } else if (isSameVersion(before.get(), after.get())) {
            requireUnchanged(before.get(), after.get());
        } else {
            findExpiry(before.get(), after.get().lastChange().change().at()).ifPresent(events::add);
            events.add(change(KeyState.of(before.get()), after.get()));
        }
        return new KeyChange(events, before, after);
    }

    /** The expiry of a key that was active when it expired; it says the same whoever notices it. */
    public static LedgerEvent expiry(KeyImage key) {
        return new LedgerEvent(
                key.keyId(),
                new EventPosition(key.createdAt(), 0, key.version(), Step.EXPIRY),
                EventAction.EXPIRED,
                key.owner(),
                Actor.DEPLOYMENT.name(),
                Optional.empty(),
                RequestOrigin.DEPLOYMENT,
                Optional.empty(),
                key.expiresAt(),
                KeyState.statusChange("active", "expired"));
    }

    private static Optional<LedgerEvent> findExpiry(KeyImage key, Instant now) {
        boolean expiredWhileActive = key instanceof KeyImage.Live live
                && live.metadata().status() instanceof KeyStatus.Active
                && !now.isBefore(key.expiresAt());
        return expiredWhileActive ? Optional.of(expiry(key)) : Optional.empty();
    }

    private static LedgerEvent change(KeyState before, KeyImage after) {
        Change change = after.lastChange().change();
        String changes = after instanceof KeyImage.Tombstone
                ? KeyState.statusChange(before.status(), "deleted")
                : before.changesTo(KeyState.of(after));
        return new LedgerEvent(
                after.keyId(),
                new EventPosition(after.createdAt(), 0, after.version(), Step.CHANGE),
                EventAction.parse(change.action().wireName()),
                after.owner(),
                change.by().name(),
                actorOwner(change, after),
                change.origin(),
                after.lastChange().reason(),
                change.at(),
                changes);
    }

    /** A key that acts on itself does not say its owner again. */
    private static Optional<Owner> actorOwner(Change change, KeyImage key) {
        boolean isItself = change.by().name().equals(key.keyId().value());
        return change.by().owner().or(() -> isItself ? Optional.of(key.owner()) : Optional.empty());
    }

    private static LedgerEvent end(KeyImage last, StreamRecord record) {
        EventAction action = record.byTimeToLive() ? EventAction.PURGED : EventAction.REMOVED;
        return new LedgerEvent(
                last.keyId(),
                new EventPosition(last.createdAt(), 0, last.version(), Step.END),
                action,
                last.owner(),
                Actor.DEPLOYMENT.name(),
                Optional.empty(),
                RequestOrigin.DEPLOYMENT,
                Optional.empty(),
                record.at(),
                KeyState.statusChange(KeyState.of(last).status(), action.wireName()));
    }

    private static boolean isSameVersion(KeyImage before, KeyImage after) {
        return before.version() == after.version() && before.createdAt().equals(after.createdAt());
    }

    /** What has no event of its own, such as another time of removal, may change without a new version. */
    private static void requireUnchanged(KeyImage before, KeyImage after) throws MalformedRecordException {
        if (!KeyState.of(before).equals(KeyState.of(after))
                || !before.lastChange().equals(after.lastChange())) {
            throw new MalformedRecordException("the key was changed without a new version: not by Keysmith");
        }
    }

    private static Optional<KeyImage> image(Map<String, AttributeValue> item) throws MalformedRecordException {
        try {
            return item.isEmpty() ? Optional.empty() : Optional.of(KeyImage.read(item));
        } catch (UnavailableException e) {
            throw new MalformedRecordException("the image of the key is not in order");
        }
    }
}
