package dev.keysmith.functions.rotatesecret;

import dev.keysmith.core.bootstrap.FirstAdminKey;
import dev.keysmith.core.bootstrap.SecretValues;
import dev.keysmith.core.secret.SecretAges;
import dev.keysmith.core.settings.Settings;
import dev.keysmith.signing.bootstrap.FirstValues;
import dev.keysmith.signing.bootstrap.SecretNames;
import jakarta.inject.Singleton;
import java.security.SecureRandom;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;

/**
 * Makes what a new deployment needs once: the first values of its secrets, and its first admin key, in the secret
 * {@code KEYSMITH_ADMIN_KEY_SECRET}. A secret that has a value is left alone; so is an admin key that was rotated, revoked or deleted.
 */
@Singleton
final class Bootstrap {

    private final FirstValues firstValues;
    private final SecretValues values;
    private final FirstAdminKey firstAdminKey;
    private final String adminKeySecret;

    Bootstrap(
            SecretValues values,
            FirstAdminKey firstAdminKey,
            RotationSettings names,
            Settings settings,
            InstantSource clock,
            SecureRandom random) {
        this.firstValues = new FirstValues(
                values,
                new SecretNames(names.verificationSecret(), names.signingSecret(), names.ledgerSecret()),
                SigningAlgorithm.of(settings),
                random,
                clock);
        this.values = values;
        this.firstAdminKey = firstAdminKey;
        this.adminKeySecret = SecretAges.name(settings, "keysmith.admin-key-secret");
    }

    /** Makes what is missing; gives the names of the secrets that got a value. */
    List<String> run() {
        List<String> made = new ArrayList<>(firstValues.ensure());
        // A record whose key was not kept is a key that nobody knows.
        if (values.findCurrent(adminKeySecret).isEmpty()
                && values.putFirst(adminKeySecret, firstAdminKey.issue().reveal())) {
            made.add(adminKeySecret);
        }
        return List.copyOf(made);
    }
}
