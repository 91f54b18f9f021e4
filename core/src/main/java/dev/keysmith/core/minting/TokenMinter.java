package dev.keysmith.core.minting;

import dev.keysmith.core.access.Scope;
import dev.keysmith.core.access.ScopeSet;
import dev.keysmith.core.credential.Principal;
import dev.keysmith.core.error.ErrorCode;
import dev.keysmith.core.error.FieldError;
import dev.keysmith.core.token.JwtClaims;
import dev.keysmith.core.token.JwtId;
import dev.keysmith.core.token.JwtSettings;
import dev.keysmith.core.token.JwtShape;
import dev.keysmith.core.token.JwtSigner;
import dev.keysmith.core.token.JwtVerifier;
import jakarta.inject.Singleton;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/**
 * Mints access tokens (RFC 9068) from the calling key: no call to DynamoDB, since the authorizer has told all that is needed. A token
 * holds no more than its key, and lives for at most an hour and no longer than its key.
 */
@Singleton
public final class TokenMinter {

    private static final int LONGEST_SECONDS = (int) JwtVerifier.LONGEST_TOKEN.toSeconds();

    private final JwtSigner signer;
    private final JwtSettings settings;
    private final InstantSource clock;
    private final SecureRandom random;

    public TokenMinter(JwtSigner signer, JwtSettings settings, InstantSource clock, SecureRandom random) {
        this.signer = signer;
        this.settings = settings;
        this.clock = clock;
        this.random = random;
    }

    /**
     * Mints a token, or says why not.
     *
     * @throws dev.keysmith.core.error.UnavailableException where no signing key is within reach
     */
    public MintResult mint(Principal key, RequestedToken asked) {
        if (key.isToken()) {
            return refused(ErrorCode.SCOPE_INSUFFICIENT);
        }
        if (!settings.areOn()) {
            return refused(ErrorCode.NOT_FOUND);
        }
        List<FieldError> errors = new ArrayList<>();
        Optional<ScopeSet> scope =
                asked.scope().map(text -> scope(text, errors)).orElse(Optional.of(key.scopes()));
        int seconds = asked.expiresInSeconds().orElse(LONGEST_SECONDS);
        String audience = asked.audience().orElse(settings.audiences().getFirst());
        if (seconds < 1 || seconds > LONGEST_SECONDS) {
            errors.add(new FieldError("/expires_in_seconds", "must be from 1 to " + LONGEST_SECONDS));
        }
        if (!settings.audiences().contains(audience)) {
            errors.add(new FieldError("/audience", "must be an audience of this deployment"));
        }
        if (!errors.isEmpty()) {
            return new MintResult.Refused(ErrorCode.REQUEST_INVALID, errors);
        }
        if (!key.scopes().coversAll(scope.orElseThrow())) {
            return new MintResult.Refused(
                    ErrorCode.GRANT_EXCEEDS_OWN, List.of(new FieldError("/scope", "has a scope that the key lacks")));
        }
        return sign(key, scope.orElseThrow(), Duration.ofSeconds(seconds), audience);
    }

    private MintResult sign(Principal key, ScopeSet scope, Duration asked, String audience) {
        Instant now = clock.instant().truncatedTo(ChronoUnit.SECONDS);
        Instant keyEnd = key.validity().expiresAt().truncatedTo(ChronoUnit.SECONDS);
        Instant end = now.plus(asked).isBefore(keyEnd) ? now.plus(asked) : keyEnd;
        if (!end.isAfter(now)) {
            return refused(ErrorCode.CONFLICT);
        }
        String token = signer.sign(new JwtClaims(
                settings.issuer(),
                List.of(audience),
                JwtId.ofToken(key.keyId(), key.generation(), random),
                now,
                end,
                Optional.of(scope)));
        if (token.length() > JwtShape.MAX_LENGTH) {
            return new MintResult.Refused(
                    ErrorCode.REQUEST_INVALID,
                    List.of(new FieldError("/scope", "makes the token too long: ask for less")));
        }
        return new MintResult.Minted(token, Duration.between(now, end), scope);
    }

    private static Optional<ScopeSet> scope(String text, List<FieldError> errors) {
        List<Optional<Scope>> scopes = text.isBlank()
                ? List.of()
                : Arrays.stream(text.strip().split(" +")).map(Scope::parse).toList();
        if (scopes.isEmpty()
                || scopes.size() > ScopeSet.MAX_SIZE
                || scopes.stream().anyMatch(Optional::isEmpty)) {
            errors.add(new FieldError("/scope", "must be 1 to " + ScopeSet.MAX_SIZE + " scopes with spaces between"));
            return Optional.empty();
        }
        return Optional.of(
                ScopeSet.of(scopes.stream().map(Optional::orElseThrow).toList()));
    }

    private static MintResult refused(ErrorCode code) {
        return new MintResult.Refused(code, List.of());
    }
}
