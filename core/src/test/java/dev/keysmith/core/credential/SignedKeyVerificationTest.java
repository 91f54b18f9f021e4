package dev.keysmith.core.credential;

import static org.assertj.core.api.Assertions.assertThat;

import dev.keysmith.core.error.ErrorCode;
import dev.keysmith.core.key.OwnKey;
import dev.keysmith.core.key.SignedKey;
import dev.keysmith.core.testing.Asked;
import dev.keysmith.core.testing.Core;
import dev.keysmith.core.testing.TestSigningKey;
import dev.keysmith.core.token.JwtClaims;
import dev.keysmith.core.token.JwtId;
import dev.keysmith.core.token.JwtResult;
import java.math.BigInteger;
import java.time.Duration;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;

/** Keys in JWT form: proven by their signature and by the hash in their record. */
class SignedKeyVerificationTest {

    private static final BigInteger P256_ORDER =
            new BigInteger("ffffffff00000000ffffffffffffffffbce6faada7179e84f3b9cac2fc632551", 16);

    private final Core core = new Core();
    private final Principal admin = core.admin();
    private final OwnKey key = issue();

    @Test
    void goodKeyIsVerifiedWithOneRead() {
        core.calls.take();

        Verification.Verified verified = (Verification.Verified) core.verify(key.reveal());

        assertThat(core.calls.take()).containsExactly("GetItem");
        assertThat(verified.principal().kind()).isEqualTo(CredentialKind.JWT_KEY);
        assertThat(verified.principal().isToken()).isFalse();
        assertThat(verified.principal().generation()).isEqualTo(1);
        assertThat(verified.token()).isEmpty();
        assertThat(Principal.fromContext(verified.principal().toContext())).isEqualTo(verified.principal());
        assertThat(key).isInstanceOf(SignedKey.class).hasToString("SignedKey[" + key.keyId() + "]");
    }

    /** A JWT's times are whole seconds. */
    @Test
    void keyThatEndsInTheSecondInWhichItIsMadeIsGoodUntilThen() {
        OwnKey brief = core.issue(
                        admin,
                        Asked.forKey()
                                .format("jwt")
                                .expiresAt(core.clock.instant().plusMillis(500))
                                .build())
                .key();

        assertThat(core.verify(brief.reveal())).isInstanceOf(Verification.Verified.class);
        core.clock.advance(Duration.ofMillis(500));
        assertRefused(brief.reveal(), ErrorCode.KEY_EXPIRED);
    }

    /** So who gets hold of a signing key still has no key. */
    @Test
    void wellSignedKeyThatIsNotTheStoredOneIsUnknown() {
        assertRefused(sign(new JwtId(key.keyId(), 1, ""), Duration.ofDays(7).minusSeconds(1)), ErrorCode.KEY_UNKNOWN);
        assertRefused(sign(new JwtId(key.keyId(), 2, ""), Duration.ofDays(7)), ErrorCode.KEY_UNKNOWN);
        assertRefused(sign(new JwtId(core.mint.newKeyId(), 1, ""), Duration.ofDays(7)), ErrorCode.KEY_UNKNOWN);
        assertRefused(sign(new JwtId(admin.keyId(), 1, ""), Duration.ofDays(7)), ErrorCode.KEY_UNKNOWN);
    }

    @Test
    void sameClaimsSignedOnceMoreAreUnknown() {
        String[] parts = key.reveal().split("\\.");
        String again = core.signingKey.sign(decode(parts[0]), decode(parts[1]));
        assertThat(again).isNotEqualTo(key.reveal()).startsWith(parts[0] + "." + parts[1]);
        assertRefused(again, ErrorCode.KEY_UNKNOWN);
    }

    @Test
    void signaturesTwinIsUnknown() {
        String[] parts = key.reveal().split("\\.");
        byte[] signature = decode(parts[2]);
        BigInteger s = new BigInteger(1, Arrays.copyOfRange(signature, 32, 64));
        byte[] other = P256_ORDER.subtract(s).toByteArray();
        Arrays.fill(signature, 32, 64, (byte) 0);
        int count = Math.min(32, other.length);
        System.arraycopy(other, other.length - count, signature, 64 - count, count);
        String twin = parts[0] + "." + parts[1] + "." + TestSigningKey.encode(signature);

        assertThat(core.jwtVerifier.verify(twin)).isInstanceOf(JwtResult.Verified.class);
        assertRefused(twin, ErrorCode.KEY_UNKNOWN);
        core.revoker.revokePresented(twin, Core.origin());
        assertThat(core.verify(key.reveal())).isInstanceOf(Verification.Verified.class);
    }

    @Test
    void hashCopiedToAnotherKeysItemProvesNothing() {
        OwnKey other = issue();
        AttributeValue hash = core.item(other.keyId()).get("hash");
        core.dynamoDb.updateItem(update -> update.tableName(core.keysTable)
                .key(Map.of("key_id", AttributeValue.fromS(key.keyId().value())))
                .updateExpression("SET #hash = :hash")
                .expressionAttributeNames(Map.of("#hash", "hash"))
                .expressionAttributeValues(Map.of(":hash", hash)));
        assertRefused(key.reveal(), ErrorCode.KEY_UNKNOWN);
        assertThat(core.verify(other.reveal())).isInstanceOf(Verification.Verified.class);
    }

    @Test
    void revokedDeletedAndExpiredAreAsOfAnyKey() {
        core.revoker.revokePresented(key.reveal(), Core.origin());
        assertRefused(key.reveal(), ErrorCode.KEY_REVOKED);

        OwnKey deleted = issue();
        core.revoker.delete(admin, deleted.keyId().value(), Optional.empty(), Core.origin());
        assertRefused(deleted.reveal(), ErrorCode.KEY_UNKNOWN);

        OwnKey expired = issue();
        core.clock.advance(Duration.ofDays(7).minusMillis(1));
        assertThat(core.verify(expired.reveal())).isInstanceOf(Verification.Verified.class);
        core.clock.advance(Duration.ofMillis(1));
        assertRefused(expired.reveal(), ErrorCode.KEY_EXPIRED);
        core.clock.advance(Duration.ofSeconds(5));
        core.calls.take();
        assertRefused(expired.reveal(), ErrorCode.TOKEN_EXPIRED);
        assertThat(core.calls.take()).isEmpty();
    }

    private OwnKey issue() {
        return core.issue(admin, Asked.forKey().format("jwt").build()).key();
    }

    private String sign(JwtId id, Duration lifetime) {
        return core.signingKey.sign(new JwtClaims(
                Core.ISSUER,
                List.of(Core.AUDIENCE, "other-audience"),
                id,
                core.clock.instant(),
                core.clock.instant().plus(lifetime),
                Optional.empty()));
    }

    private static byte[] decode(String text) {
        return Base64.getUrlDecoder().decode(text);
    }

    private void assertRefused(String credential, ErrorCode code) {
        assertThat(core.verify(credential)).isEqualTo(new Verification.Refused(code));
    }
}
