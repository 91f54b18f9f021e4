package dev.keysmith.core.credential;

import dev.keysmith.core.key.ApiKey;
import dev.keysmith.core.key.ImportedKey;
import dev.keysmith.core.key.PresentedKey;
import dev.keysmith.core.key.SignedKey;

/** What kind of credential a request presents. */
public enum CredentialKind {
    /** A key of ours. */
    API_KEY("api_key"),
    /** A key of ours in JWT form. */
    JWT_KEY("jwt_key"),
    /** An access token, minted from a key. */
    ACCESS_TOKEN("access_token"),
    /** A key of another system. */
    IMPORTED_KEY("imported_key");

    private final String wireName;

    CredentialKind(String wireName) {
        this.wireName = wireName;
    }

    public String wireName() {
        return wireName;
    }

    static CredentialKind of(PresentedKey key) {
        return switch (key) {
            case ApiKey _ -> API_KEY;
            case SignedKey _ -> JWT_KEY;
            case ImportedKey _ -> IMPORTED_KEY;
        };
    }

    /** The kind of this wire name; throws where there is none. */
    static CredentialKind of(String wireName) {
        for (CredentialKind kind : values()) {
            if (kind.wireName.equals(wireName)) {
                return kind;
            }
        }
        throw new IllegalArgumentException("no such kind of credential");
    }
}
