package dev.keysmith.core.updating;

import java.util.Set;

/** Which versions of a key a change may be made to ({@code If-Match}, RFC 9110 section 13.1.1). */
public sealed interface VersionCondition {

    /** Any version. */
    record Any() implements VersionCondition {}

    /** One of these. */
    record OneOf(Set<Long> versions) implements VersionCondition {
        public OneOf {
            versions = Set.copyOf(versions);
        }
    }

    /** Whether this version will do. */
    default boolean allows(long version) {
        return switch (this) {
            case Any() -> true;
            case OneOf(Set<Long> versions) -> versions.contains(version);
        };
    }
}
