package dev.keysmith.core.token;

import java.util.Arrays;
import java.util.Optional;

/** What a JWT is, by its header's {@code typ} (RFC 8725 section 3.11): one kind is never taken for another. */
public enum JwtType {
    /** A key in JWT form. */
    KEY("key+jwt"),
    /** An access token (RFC 9068 section 2.1). */
    ACCESS_TOKEN("at+jwt");

    private final String headerValue;

    JwtType(String headerValue) {
        this.headerValue = headerValue;
    }

    /** The header's {@code typ}. */
    public String headerValue() {
        return headerValue;
    }

    static Optional<JwtType> of(String headerValue) {
        return Arrays.stream(values())
                .filter(type -> type.headerValue.equals(headerValue))
                .findFirst();
    }
}
