package dev.keysmith.core.key;

import dev.keysmith.core.access.Limits;
import dev.keysmith.core.access.Owner;
import dev.keysmith.core.access.RateLimit;
import dev.keysmith.core.access.RoleName;
import dev.keysmith.core.access.ScopeSet;
import dev.keysmith.core.network.AllowedNetworks;
import dev.keysmith.core.testing.Core;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.stream.Stream;

/** Records and changes for the contracts of stores; no real key proves them. */
final class TestKeys {

    static final Instant NOW = Instant.parse("2026-11-20T12:00:00.123Z");
    static final KeyId ID = new KeyId("0123456789abcdef");
    static final Owner OWNER = new Owner("acme");
    static final Owner OTHER_OWNER = new Owner("other");

    private TestKeys() {}

    /** The 16 digits of a key id that stands for this number. */
    static KeyId id(int number) {
        return new KeyId("%016d".formatted(number));
    }

    /** A change that no other request made. */
    static Change change(ChangeAction action) {
        return change(action, NOW.plusSeconds(60));
    }

    static Change change(ChangeAction action, Instant at) {
        return new Change(action, at, Core.actor("changer012345678"), Core.origin());
    }

    /** A key with everything that a key can have. */
    static KeyRecord record(KeyId keyId, int hashSeed) {
        return new KeyRecord(
                new ApiKeyMetadata(
                        keyId,
                        OWNER,
                        "Zoë's key \u2603",
                        new RoleName("basic"),
                        ScopeSet.parse("chat:read node:*"),
                        Environment.LIVE,
                        KeyFormat.OPAQUE,
                        new KeyStatus.Active(),
                        new Limits(Optional.of(new RateLimit(1_000, Duration.ofHours(1))), OptionalLong.of(1_000_000)),
                        AllowedNetworks.parse(Stream.of("192.0.2.0/24", "2001:db8::/32")),
                        Map.of("team", "blue", "empty", ""),
                        Optional.of(new KeyId("issuer0123456789")),
                        new Validity(
                                NOW,
                                NOW.plus(Duration.ofDays(7)),
                                Duration.ofDays(7),
                                Duration.ofDays(6),
                                NOW.plus(Duration.ofDays(28))),
                        2,
                        Optional.of(new Rotation(NOW.plusSeconds(1), NOW.plusSeconds(2))),
                        1),
                hash(hashSeed),
                Optional.of(hash(hashSeed + 100)),
                false,
                new TokenDenials(Map.of("jti", NOW.plusSeconds(3)), Optional.of(NOW.plusSeconds(4))));
    }

    /** A key that has nothing it can do without. */
    static ApiKeyMetadata plain(
            KeyId keyId, Owner owner, Environment environment, Optional<KeyId> issuedBy, Instant createdAt) {
        Duration week = Duration.ofDays(7);
        return new ApiKeyMetadata(
                keyId,
                owner,
                "plain",
                new RoleName("basic"),
                ScopeSet.of(List.of()),
                environment,
                KeyFormat.OPAQUE,
                new KeyStatus.Active(),
                Limits.NONE,
                AllowedNetworks.ANY,
                Map.of(),
                issuedBy,
                new Validity(createdAt, createdAt.plus(week), week, week, createdAt.plus(week)),
                1,
                Optional.empty(),
                1);
    }

    /** The next version under another name. */
    static KeyRecord renamed(KeyRecord record, String name) {
        ApiKeyMetadata key = record.metadata();
        return record.with(
                key.updated(name, key.scopes(), key.limits(), key.networks(), key.metadata(), key.validity()));
    }

    static KeyHash hash(int seed) {
        byte[] bytes = new byte[32];
        bytes[0] = (byte) seed;
        return new KeyHash(1, bytes);
    }
}
