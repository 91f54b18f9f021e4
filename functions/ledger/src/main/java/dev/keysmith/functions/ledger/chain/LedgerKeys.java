package dev.keysmith.functions.ledger.chain;

import dev.keysmith.core.error.UnavailableException;
import dev.keysmith.core.secret.HeldSecret;
import dev.keysmith.core.secret.LedgerSecret;
import dev.keysmith.core.secret.Pepper;
import dev.keysmith.core.secret.SecretAges;
import dev.keysmith.core.secret.SecretSource;
import dev.keysmith.core.settings.Settings;
import jakarta.inject.Singleton;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Comparator;
import java.util.Optional;
import javax.crypto.SecretKey;

/** The HMAC keys of the secret {@code KEYSMITH_LEDGER_SECRET}, by their version. */
@Singleton
public final class LedgerKeys {

    private final HeldSecret<LedgerSecret> secret;
    private final InstantSource clock;

    public LedgerKeys(SecretSource source, SecretAges ages, Settings settings, InstantSource clock) {
        String name = SecretAges.name(settings, "keysmith.ledger-secret");
        this.secret = ages.hold(() -> LedgerSecret.parse(source.fetch(name)), clock);
        this.clock = clock;
    }

    /** The version of the key that new events are sealed with. Throws {@link UnavailableException} where the secret is out of reach. */
    public int activeVersion() {
        Instant now = clock.instant();
        return secret.get().keys().stream()
                .filter(key -> !key.activeFrom().isAfter(now))
                .max(Comparator.comparing(Pepper::activeFrom).thenComparing(Pepper::version))
                .orElseThrow(() -> new UnavailableException("the ledger secret has no active key"))
                .version();
    }

    /** The key of a version; empty for one that the secret does not have. */
    public Optional<SecretKey> find(int version) {
        return secret.get().keys().stream()
                .filter(key -> key.version() == version)
                .findFirst()
                .map(Pepper::toHmacKey);
    }

    /** The key of a version. Throws {@link UnavailableException} for one that the secret does not have. */
    SecretKey get(int version) {
        return find(version).orElseThrow(() -> new UnavailableException("the ledger secret has no key " + version));
    }
}
