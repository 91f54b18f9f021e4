package dev.keysmith.core.key;

import java.util.Locale;

/** What a change did to a key. */
public enum ChangeAction {
    ISSUED,
    IMPORTED,
    UPDATED,
    ROTATED,
    GRACE_FINISHED,
    REFRESHED,
    REVOKED,
    DELETED,
    TOKEN_REVOKED;

    /** The action in the store and in the ledger. */
    public String wireName() {
        return name().toLowerCase(Locale.ROOT);
    }

    /** The action of this name in the store. Throws {@link IllegalArgumentException} for any other. */
    public static ChangeAction parse(String wireName) {
        for (ChangeAction action : values()) {
            if (action.wireName().equals(wireName)) {
                return action;
            }
        }
        throw new IllegalArgumentException("unknown action");
    }
}
