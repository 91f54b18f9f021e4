package dev.keysmith.core.issuing;

import dev.keysmith.core.credential.Principal;
import dev.keysmith.core.granting.Grant;
import dev.keysmith.core.granting.RequestedGrant;
import dev.keysmith.core.key.ApiKeyMetadata;
import dev.keysmith.core.key.KeyFormat;
import dev.keysmith.core.key.KeyId;
import dev.keysmith.core.key.KeyStatus;
import java.time.Instant;
import java.util.Optional;

/** What is known of a key at its beginning. */
final class NewKeys {

    private NewKeys() {}

    static ApiKeyMetadata metadata(
            KeyId keyId, KeyFormat format, Principal issuer, Grant grant, RequestedGrant asked, Instant now) {
        return new ApiKeyMetadata(
                keyId,
                grant.owner(),
                asked.name(),
                grant.role(),
                grant.scopes(),
                grant.environment(),
                format,
                new KeyStatus.Active(),
                grant.limits(),
                grant.networks(),
                asked.metadata(),
                Optional.of(issuer.keyId()),
                grant.from(now),
                1,
                Optional.empty(),
                1);
    }
}
