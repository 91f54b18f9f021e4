package dev.keysmith.core.bootstrap;

import dev.keysmith.core.access.Owner;
import dev.keysmith.core.access.Role;
import dev.keysmith.core.access.Roles;
import dev.keysmith.core.access.ScopeSet;
import dev.keysmith.core.key.Actor;
import dev.keysmith.core.key.ApiKey;
import dev.keysmith.core.key.ApiKeyFormat;
import dev.keysmith.core.key.ApiKeyMetadata;
import dev.keysmith.core.key.Change;
import dev.keysmith.core.key.ChangeAction;
import dev.keysmith.core.key.Environment;
import dev.keysmith.core.key.KeyFormat;
import dev.keysmith.core.key.KeyHasher;
import dev.keysmith.core.key.KeyRecord;
import dev.keysmith.core.key.KeyRepository;
import dev.keysmith.core.key.KeyStatus;
import dev.keysmith.core.key.RequestOrigin;
import dev.keysmith.core.key.Validity;
import dev.keysmith.core.key.WriteOutcome;
import dev.keysmith.core.network.AllowedNetworks;
import jakarta.inject.Singleton;
import java.security.SecureRandom;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Map;
import java.util.Optional;

/** The first key of a deployment: role {@code admin}, scopes {@code * owners:any}, owner {@code root}. */
@Singleton
public final class FirstAdminKey {

    private final ApiKeyFormat format;
    private final KeyHasher hasher;
    private final KeyRepository keys;
    private final Roles roles;
    private final InstantSource clock;
    private final SecureRandom random;

    public FirstAdminKey(
            ApiKeyFormat format,
            KeyHasher hasher,
            KeyRepository keys,
            Roles roles,
            InstantSource clock,
            SecureRandom random) {
        this.format = format;
        this.hasher = hasher;
        this.keys = keys;
        this.roles = roles;
        this.clock = clock;
        this.random = random;
    }

    /** Makes and stores it: one write. Whoever deploys takes care that this happens once. */
    public ApiKey issue() {
        Role admin = roles.admin();
        Instant now = clock.instant();
        ApiKey key = format.generate(Environment.LIVE, random);
        ApiKeyMetadata metadata = new ApiKeyMetadata(
                key.keyId(),
                Owner.ROOT,
                "first admin key",
                admin.name(),
                ScopeSet.parse("* owners:any"),
                Environment.LIVE,
                KeyFormat.OPAQUE,
                new KeyStatus.Active(),
                admin.limits(),
                AllowedNetworks.ANY,
                Map.of(),
                Optional.empty(),
                new Validity(
                        now, now.plus(admin.lifetime()), admin.lifetime(), admin.lifetime(), now.plus(admin.maxAge())),
                1,
                Optional.empty(),
                1);
        Change change = new Change(ChangeAction.ISSUED, now, Actor.DEPLOYMENT, RequestOrigin.DEPLOYMENT);
        if (keys.insert(new KeyRecord(metadata, hasher.hash(key)), change) != WriteOutcome.WRITTEN) {
            throw new IllegalStateException("another key has this key id");
        }
        return key;
    }
}
