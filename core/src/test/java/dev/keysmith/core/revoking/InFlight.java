package dev.keysmith.core.revoking;

import static org.assertj.core.api.Assertions.assertThat;

import dev.keysmith.core.access.Limits;
import dev.keysmith.core.access.Owner;
import dev.keysmith.core.access.RoleName;
import dev.keysmith.core.access.ScopeSet;
import dev.keysmith.core.credential.Principal;
import dev.keysmith.core.key.ApiKey;
import dev.keysmith.core.key.ApiKeyMetadata;
import dev.keysmith.core.key.Change;
import dev.keysmith.core.key.ChangeAction;
import dev.keysmith.core.key.Environment;
import dev.keysmith.core.key.KeyFormat;
import dev.keysmith.core.key.KeyRecord;
import dev.keysmith.core.key.KeyStatus;
import dev.keysmith.core.key.Validity;
import dev.keysmith.core.key.WriteOutcome;
import dev.keysmith.core.network.AllowedNetworks;
import dev.keysmith.core.testing.Core;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;

/** Issues that were let in before a revocation began, and write their key after that. */
final class InFlight {

    private InFlight() {}

    /** The key of such an issue, written now. */
    static ApiKey arrives(Core core, Principal issuer, Owner owner, String... scopes) {
        ApiKey key = core.format.generate(Environment.LIVE, core.random);
        Instant now = core.clock.instant();
        Duration life = Duration.ofDays(7);
        ApiKeyMetadata metadata = new ApiKeyMetadata(
                key.keyId(),
                owner,
                "late",
                new RoleName("basic"),
                ScopeSet.parse(String.join(" ", scopes)),
                Environment.LIVE,
                KeyFormat.OPAQUE,
                new KeyStatus.Active(),
                Limits.NONE,
                AllowedNetworks.ANY,
                Map.of(),
                Optional.of(issuer.keyId()),
                new Validity(now, now.plus(life), life, life, now.plus(life)),
                1,
                Optional.empty(),
                1);
        Change change = new Change(ChangeAction.ISSUED, now, issuer.actor(), Core.origin());
        assertThat(core.keys.insert(new KeyRecord(metadata, core.hasher.hash(key)), change))
                .isEqualTo(WriteOutcome.WRITTEN);
        return key;
    }
}
