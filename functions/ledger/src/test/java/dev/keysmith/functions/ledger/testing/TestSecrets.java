package dev.keysmith.functions.ledger.testing;

import dev.keysmith.core.error.UnavailableException;
import dev.keysmith.core.secret.LedgerSecret;
import dev.keysmith.core.secret.SecretSource;
import io.micronaut.context.annotation.Replaces;
import jakarta.inject.Singleton;
import java.security.SecureRandom;
import java.time.Instant;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/** The secrets {@code ledger} and {@code database} of a test. Secrets Manager is met end to end. */
@Singleton
@Replaces(SecretSource.class)
public final class TestSecrets implements SecretSource {

    private static final Instant LONG_AGO = Instant.parse("2026-01-01T00:00:00Z");

    private final Map<String, String> texts = new ConcurrentHashMap<>(Map.of(
            "ledger", LedgerSecret.first(new SecureRandom(), LONG_AGO).toText(),
            "database", TestPostgres.newDatabase()));

    @Override
    public String fetch(String name) {
        String text = texts.get(name);
        if (text == null) {
            throw new UnavailableException("no secret " + name);
        }
        return text;
    }

    /** Puts another text in the place of a secret's. */
    public void set(String name, String text) {
        texts.put(name, text);
    }
}
