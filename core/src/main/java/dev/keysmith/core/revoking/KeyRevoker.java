package dev.keysmith.core.revoking;

import dev.keysmith.core.credential.CredentialVerifier;
import dev.keysmith.core.credential.CredentialVerifier.Proof;
import dev.keysmith.core.credential.Principal;
import dev.keysmith.core.key.Actor;
import dev.keysmith.core.key.ApiKeyMetadata;
import dev.keysmith.core.key.Change;
import dev.keysmith.core.key.ChangeAction;
import dev.keysmith.core.key.KeyId;
import dev.keysmith.core.key.KeyRepository;
import dev.keysmith.core.key.KeyRepository.DeleteOutcome;
import dev.keysmith.core.key.KeyRepository.RevokeOutcome;
import dev.keysmith.core.key.RequestOrigin;
import dev.keysmith.core.meter.MeterId;
import dev.keysmith.core.meter.Meters;
import dev.keysmith.core.token.JwtClaims;
import jakarta.inject.Singleton;
import java.time.InstantSource;
import java.util.Optional;

/** Revokes keys: by their id on behalf of a principal, or by the key itself. */
@Singleton
public final class KeyRevoker {

    private static final String LEAKED_OR_RETURNED = "presented for revocation";

    private final KeyRepository keys;
    private final CredentialVerifier verifier;
    private final TokenRevoker tokens;
    private final Meters meters;
    private final InstantSource clock;

    public KeyRevoker(
            KeyRepository keys, CredentialVerifier verifier, TokenRevoker tokens, Meters meters, InstantSource clock) {
        this.keys = keys;
        this.verifier = verifier;
        this.tokens = tokens;
        this.meters = meters;
        this.clock = clock;
    }

    /**
     * Revokes the key of this id. Once this has answered, no decision that starts later accepts the key. One write.
     *
     * @return the revoked key; empty where there is none that the principal may see
     */
    public Optional<ApiKeyMetadata> revoke(
            Principal principal, String keyId, Optional<String> reason, RequestOrigin origin) {
        return KeyId.parse(keyId)
                .map(id -> keys.revoke(
                        id, principal.onlyOwner(), reason, change(ChangeAction.REVOKED, principal.actor(), origin)))
                .flatMap(KeyRevoker::revoked);
    }

    /**
     * Revokes the key or token that is presented (RFC 7009 section 2), whoever presents it. A string that is none of ours, or has the
     * wrong secret, changes nothing and is not told apart. One read, and one write for what is good.
     */
    public void revokePresented(String presented, RequestOrigin origin) {
        switch (verifier.findProof(presented).orElse(null)) {
            case Proof.OfKey(KeyId keyId) ->
                keys.revoke(
                        keyId,
                        Optional.empty(),
                        Optional.of(LEAKED_OR_RETURNED),
                        change(ChangeAction.REVOKED, Actor.presented(keyId), origin));
            case Proof.OfToken(JwtClaims token) -> tokens.revoke(token, origin);
            case null -> {}
        }
    }

    /**
     * Revokes a key and removes its record, and then its meter. Two writes. Where the second one fails the key is deleted all the same;
     * deleting it again removes the meter, though there is no such key any more.
     *
     * @return false where there is none that the principal may see
     */
    public boolean delete(Principal principal, String keyId, Optional<String> reason, RequestOrigin origin) {
        Optional<KeyId> id = KeyId.parse(keyId);
        if (id.isEmpty()) {
            return false;
        }
        DeleteOutcome outcome = keys.delete(
                id.get(), principal.onlyOwner(), reason, change(ChangeAction.DELETED, principal.actor(), origin));
        // The record first: a key that lived on without its meter would have its quota again.
        if (outcome != DeleteOutcome.ABSENT) {
            meters.delete(MeterId.of(id.get()));
        }
        return outcome == DeleteOutcome.DELETED;
    }

    private Change change(ChangeAction action, Actor by, RequestOrigin origin) {
        return new Change(action, clock.instant(), by, origin);
    }

    private static Optional<ApiKeyMetadata> revoked(RevokeOutcome outcome) {
        return switch (outcome) {
            case RevokeOutcome.Revoked revoked -> Optional.of(revoked.metadata());
            case RevokeOutcome.Absent() -> Optional.empty();
        };
    }
}
