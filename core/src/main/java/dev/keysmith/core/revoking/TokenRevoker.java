package dev.keysmith.core.revoking;

import dev.keysmith.core.error.UnavailableException;
import dev.keysmith.core.key.Actor;
import dev.keysmith.core.key.Change;
import dev.keysmith.core.key.ChangeAction;
import dev.keysmith.core.key.KeyRecord;
import dev.keysmith.core.key.KeyRepository;
import dev.keysmith.core.key.KeyStatus;
import dev.keysmith.core.key.RequestOrigin;
import dev.keysmith.core.key.TokenDenials;
import dev.keysmith.core.key.WriteOutcome;
import dev.keysmith.core.token.JwtClaims;
import dev.keysmith.core.token.JwtSettings;
import jakarta.inject.Singleton;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Optional;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.locks.LockSupport;

/** Revokes single access tokens: by an entry in the record of their key, which every decision on the token reads. */
@Singleton
public final class TokenRevoker {

    private static final int ATTEMPTS = 20;
    private static final Duration LONGEST_PAUSE = Duration.ofMillis(50);

    private final KeyRepository keys;
    private final JwtSettings settings;
    private final InstantSource clock;

    public TokenRevoker(KeyRepository keys, JwtSettings settings, InstantSource clock) {
        this.keys = keys;
        this.settings = settings;
        this.clock = clock;
    }

    /**
     * Revokes a token: one read and one write, again where its key is changed meanwhile. Once this has returned, no decision that
     * starts later accepts the token. A token that is denied already, or whose key is gone, needs nothing.
     */
    void revoke(JwtClaims token, RequestOrigin origin) {
        for (int attempt = 1; attempt <= ATTEMPTS; attempt++) {
            Optional<KeyRecord> found = keys.find(token.id().keyId())
                    .filter(record -> record.metadata().status() instanceof KeyStatus.Active)
                    .filter(record -> !record.tokenDenials().cover(token.id().toString(), token.issuedAt()));
            if (found.isEmpty() || deny(token, found.get(), origin) == WriteOutcome.WRITTEN) {
                return;
            }
            LockSupport.parkNanos(ThreadLocalRandom.current().nextLong(LONGEST_PAUSE.toNanos()));
        }
        throw new UnavailableException("too many changes of one key at once");
    }

    private WriteOutcome deny(JwtClaims token, KeyRecord record, RequestOrigin origin) {
        Instant now = clock.instant();
        TokenDenials denials =
                record.tokenDenials().with(token.id().toString(), token.expiresAt(), now, settings.clockSkew());
        Change change = new Change(
                ChangeAction.TOKEN_REVOKED, now, Actor.presented(token.id().keyId()), origin);
        return keys.replace(record.denying(denials), change);
    }
}
