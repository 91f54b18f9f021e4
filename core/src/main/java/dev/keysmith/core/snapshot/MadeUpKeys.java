package dev.keysmith.core.snapshot;

import dev.keysmith.core.access.Limits;
import dev.keysmith.core.access.Owner;
import dev.keysmith.core.access.RoleName;
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
import dev.keysmith.core.key.KeyId;
import dev.keysmith.core.key.KeyRecord;
import dev.keysmith.core.key.KeyRepository;
import dev.keysmith.core.key.KeyStatus;
import dev.keysmith.core.key.RequestOrigin;
import dev.keysmith.core.key.Validity;
import dev.keysmith.core.network.AllowedNetworks;
import io.micronaut.context.BeanContext;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/** Issues keys for a rehearsal, into the made-up tables of its context. */
public final class MadeUpKeys {

    private static final Duration LIFETIME = Duration.ofDays(365);

    private final ApiKeyFormat format;
    private final KeyHasher hasher;
    private final KeyRepository keys;
    private final InstantSource clock;
    private final SecureRandom random;

    /** In the tables of a context whose AWS is {@link dev.keysmith.core.aws.MadeUpAws}. */
    public MadeUpKeys(BeanContext beans) {
        this.format = beans.getBean(ApiKeyFormat.class);
        this.hasher = beans.getBean(KeyHasher.class);
        this.keys = beans.getBean(KeyRepository.class);
        this.clock = beans.getBean(InstantSource.class);
        this.random = beans.getBean(SecureRandom.class);
    }

    /** Stores a key with these scopes and limits, good on any network. */
    public ApiKeyMetadata issue(ApiKey key, String scopes, Limits limits) {
        Instant now = clock.instant();
        ApiKeyMetadata metadata = metadata(key.keyId(), scopes, limits, now);
        keys.insert(
                new KeyRecord(metadata, hasher.hash(key)),
                new Change(ChangeAction.ISSUED, now, Actor.DEPLOYMENT, RequestOrigin.DEPLOYMENT));
        return metadata;
    }

    /** A key that is stored nowhere. */
    public ApiKey draw() {
        return format.generate(Environment.LIVE, random);
    }

    /** What would be known of such a key. */
    public static ApiKeyMetadata metadata(KeyId keyId, String scopes, Limits limits, Instant now) {
        return new ApiKeyMetadata(
                keyId,
                new Owner("made-up"),
                "made up",
                new RoleName("admin"),
                ScopeSet.parse(scopes),
                Environment.LIVE,
                KeyFormat.OPAQUE,
                new KeyStatus.Active(),
                limits,
                AllowedNetworks.parse(Stream.of("0.0.0.0/0", "::/0")),
                Map.of("made", "up"),
                Optional.empty(),
                new Validity(now, now.plus(LIFETIME), LIFETIME, LIFETIME, now.plus(LIFETIME)),
                1,
                Optional.empty(),
                1);
    }
}
