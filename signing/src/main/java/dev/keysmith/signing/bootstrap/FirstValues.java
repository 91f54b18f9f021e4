package dev.keysmith.signing.bootstrap;

import dev.keysmith.core.bootstrap.SecretValues;
import dev.keysmith.core.error.UnavailableException;
import dev.keysmith.core.jwk.JwsAlgorithm;
import dev.keysmith.core.secret.LedgerSecret;
import dev.keysmith.core.secret.VerificationSecret;
import dev.keysmith.signing.FirstSecrets;
import java.security.SecureRandom;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Gives the secrets of a new deployment their first values, and leaves alone what has one. Whatever call of a run fails, the next run
 * goes on from there; runs at the same time end with one pair of keys that match.
 */
public final class FirstValues {

    private static final int ATTEMPTS = 5;

    private final SecretValues values;
    private final SecretNames names;
    private final JwsAlgorithm algorithm;
    private final SecureRandom random;
    private final InstantSource clock;

    /**
     * For these secrets.
     *
     * @param algorithm what the first signing key signs by
     */
    public FirstValues(
            SecretValues values, SecretNames names, JwsAlgorithm algorithm, SecureRandom random, InstantSource clock) {
        this.values = values;
        this.names = names;
        this.algorithm = algorithm;
        this.random = random;
        this.clock = clock;
    }

    /**
     * Makes what is missing.
     *
     * @return the names of the secrets that got a value
     * @throws IllegalStateException where there are private keys, and nothing that verifies: that was never so
     */
    public List<String> ensure() {
        List<String> made = new ArrayList<>(ensureKeys());
        if (values.findCurrent(names.ledger()).isEmpty()
                && values.putFirst(
                        names.ledger(),
                        LedgerSecret.first(random, clock.instant()).toText())) {
            made.add(names.ledger());
        }
        return List.copyOf(made);
    }

    private List<String> ensureKeys() {
        for (int attempt = 1; attempt <= ATTEMPTS; attempt++) {
            boolean isSigned = values.findCurrent(names.signing()).isPresent();
            Optional<SecretValues.Value> published = values.findCurrent(names.verification());
            if (isSigned && published.isPresent()) {
                return List.of();
            }
            if (isSigned) {
                throw new IllegalStateException(
                        names.signing() + " has a value, and " + names.verification() + " has none");
            }
            FirstSecrets first = firstSecrets(published);
            if (publish(published, first.verification().toText())) {
                return sign(published.isEmpty(), first);
            }
        }
        throw new UnavailableException(names.verification() + " was changed by others again and again");
    }

    /** What was published by a run that then failed stays, though nobody has its private key: a pepper may be in use. */
    private FirstSecrets firstSecrets(Optional<SecretValues.Value> published) {
        Instant now = clock.instant();
        VerificationSecret verification = published
                .map(SecretValues.Value::text)
                .map(VerificationSecret::parse)
                .orElseGet(() -> VerificationSecret.first(random, now));
        return FirstSecrets.generate(verification, algorithm, random, now);
    }

    /** What verifies comes first: there must never be a private key that nobody can verify. */
    private boolean publish(Optional<SecretValues.Value> published, String text) {
        return published
                .map(current -> values.replace(names.verification(), current, text))
                .orElseGet(() -> values.putFirst(names.verification(), text));
    }

    private List<String> sign(boolean isFirstVerification, FirstSecrets first) {
        List<String> made = new ArrayList<>();
        if (isFirstVerification) {
            made.add(names.verification());
        }
        // Another run that was faster published its key as well: what it signs is verified.
        if (values.putFirst(names.signing(), first.signing().toText())) {
            made.add(names.signing());
        }
        return made;
    }
}
