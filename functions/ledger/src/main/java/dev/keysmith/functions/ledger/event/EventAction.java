package dev.keysmith.functions.ledger.event;

import java.util.Locale;

/** What happened to a key: its changes by name (as {@link dev.keysmith.core.key.ChangeAction}), and what nobody asked for. */
public enum EventAction {
    ISSUED,
    IMPORTED,
    UPDATED,
    ROTATED,
    GRACE_FINISHED,
    REFRESHED,
    REVOKED,
    DELETED,
    TOKEN_REVOKED,
    /** It reached its time of expiry. */
    EXPIRED,
    /** DynamoDB's TTL removed its record. */
    PURGED,
    /** Its record was removed by something else: not by Keysmith. */
    REMOVED,
    /** What the table says was taken over; the entries before it that are missing are lost. */
    RECONCILED;

    /** The action in the database and on the wire. */
    public String wireName() {
        return name().toLowerCase(Locale.ROOT);
    }

    /** The action of this wire name. Throws {@link IllegalArgumentException} for any other. */
    public static EventAction parse(String wireName) {
        for (EventAction action : values()) {
            if (action.wireName().equals(wireName)) {
                return action;
            }
        }
        throw new IllegalArgumentException("unknown action");
    }
}
