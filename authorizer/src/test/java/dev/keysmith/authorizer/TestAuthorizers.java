package dev.keysmith.authorizer;

import dev.keysmith.core.access.Roles;
import dev.keysmith.core.credential.CredentialReader;
import dev.keysmith.core.credential.CredentialVerifier;
import dev.keysmith.core.meter.LeaseKeeper;
import dev.keysmith.core.settings.Settings;
import dev.keysmith.core.testing.Core;

/** Authorizers on the tables and clocks of a test's core, each with leases of its own. */
final class TestAuthorizers {

    private TestAuthorizers() {}

    static AuthorizerHandler handler(Core core, Settings settings) {
        return handler(core, settings, core.verifier, new Metrics(settings, core.clocks));
    }

    static AuthorizerHandler handler(Core core, Settings settings, CredentialVerifier verifier, Metrics metrics) {
        return handler(
                settings,
                core,
                verifier,
                new LeaseKeeper(core.meters, settings, core.clocks, core.random, metrics),
                metrics);
    }

    static AuthorizerHandler handler(
            Settings settings, Core core, CredentialVerifier verifier, LeaseKeeper leases, Metrics metrics) {
        return new AuthorizerHandler(
                new Authorizer(
                        new CredentialReader(settings),
                        verifier,
                        new RouteTable(settings),
                        new AnonymousAccess(settings, () -> new Roles(settings), leases, core.clock),
                        leases,
                        settings),
                new ResponseWriter(settings),
                metrics);
    }
}
