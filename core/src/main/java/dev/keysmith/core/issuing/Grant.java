package dev.keysmith.core.issuing;

import dev.keysmith.core.access.Owner;
import dev.keysmith.core.access.RateLimit;
import dev.keysmith.core.access.Role;
import dev.keysmith.core.access.ScopeSet;
import dev.keysmith.core.key.Environment;
import java.time.Duration;
import java.util.Optional;

/** What a new key is to have: well-formed, and not yet held against what the issuer has. */
record Grant(
        Owner owner,
        Role role,
        ScopeSet scopes,
        Environment environment,
        Duration lifetime,
        Optional<RateLimit> rateLimit) {}
