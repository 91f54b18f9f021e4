package dev.keysmith.core.credential;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.keysmith.core.error.ErrorCode;
import dev.keysmith.core.error.UnavailableException;
import dev.keysmith.core.key.ApiKey;
import dev.keysmith.core.key.Environment;
import dev.keysmith.core.key.OwnKey;
import dev.keysmith.core.testing.Asked;
import dev.keysmith.core.testing.AskedChange;
import dev.keysmith.core.testing.Core;
import dev.keysmith.core.testing.Forged;
import dev.keysmith.core.updating.VersionCondition;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;

class CredentialVerifierTest {

    private final Core core = new Core();

    @Test
    void goodKeyIsVerifiedWithOneRead() {
        ApiKey key = core.firstAdminKey.issue();
        core.calls.take();

        Verification verification = core.verify(key.reveal());

        assertThat(((Verification.Verified) verification).key().keyId()).isEqualTo(key.keyId());
        assertThat(core.calls.take()).containsExactly("GetItem");
    }

    @Test
    void malformedCredentialsCostNoCall() {
        String key = core.firstAdminKey.issue().reveal();
        core.calls.take();
        int secretFetches = core.secretSource.calls();

        assertThat(core.verify(key.substring(0, key.length() - 1) + (key.endsWith("0") ? "1" : "0")))
                .isEqualTo(refused(ErrorCode.CREDENTIAL_MALFORMED));
        assertThat(core.verify("")).isEqualTo(refused(ErrorCode.CREDENTIAL_MALFORMED));
        assertThat(core.verifier.verifyFromAnywhere(new Credential.Missing()))
                .isEqualTo(refused(ErrorCode.CREDENTIAL_MISSING));
        assertThat(core.verifier.verifyFromAnywhere(new Credential.Ambiguous()))
                .isEqualTo(refused(ErrorCode.CREDENTIAL_MALFORMED));
        assertThat(core.calls.take()).isEmpty();
        assertThat(core.secretSource.calls()).isEqualTo(secretFetches);
    }

    @Test
    void randomWellFormedKeyIsUnknown() {
        assertThat(core.verify(
                        core.format.generate(Environment.LIVE, core.random).reveal()))
                .isEqualTo(refused(ErrorCode.KEY_UNKNOWN));
    }

    @Test
    void keyIsGoodUntilItsExpiryAndNotAtIt() {
        ApiKey key = core.firstAdminKey.issue();
        core.clock.advance(Duration.ofDays(365).minusMillis(1));
        assertThat(core.verify(key.reveal())).isInstanceOf(Verification.Verified.class);
        core.clock.advance(Duration.ofMillis(1));
        assertThat(core.verify(key.reveal())).isEqualTo(refused(ErrorCode.KEY_EXPIRED));
    }

    @Test
    void reasonIsToldOnlyForTheRightSecret() {
        ApiKey key = core.firstAdminKey.issue();
        core.revoker.revokePresented(key.reveal(), Core.ORIGIN);
        String wrongSecret = sameIdOtherSecret(key);

        assertThat(core.verify(key.reveal())).isEqualTo(refused(ErrorCode.KEY_REVOKED));
        assertThat(core.verify(wrongSecret)).isEqualTo(refused(ErrorCode.KEY_UNKNOWN));
    }

    @Test
    void revokedIsToldBeforeExpired() {
        ApiKey key = core.firstAdminKey.issue();
        core.revoker.revokePresented(key.reveal(), Core.ORIGIN);
        core.clock.advance(Duration.ofDays(366));
        assertThat(core.verify(key.reveal())).isEqualTo(refused(ErrorCode.KEY_REVOKED));
    }

    @Test
    void hashCopiedToAnotherKeysItemProvesNothing() {
        ApiKey own = core.firstAdminKey.issue();
        ApiKey victim = core.firstAdminKey.issue();
        AttributeValue ownHash = core.dynamoDb
                .getItem(get -> get.tableName(core.keysTable).key(id(own)))
                .item()
                .get("hash");
        core.dynamoDb.updateItem(update -> update.tableName(core.keysTable)
                .key(id(victim))
                .updateExpression("SET #hash = :hash")
                .expressionAttributeNames(Map.of("#hash", "hash"))
                .expressionAttributeValues(Map.of(":hash", ownHash)));

        // The own secret under the victim's id, with a right checksum.
        String forged = Forged.underId(own, victim.keyId());
        assertThat(core.format.parse(forged)).isPresent();
        assertThat(core.verify(forged)).isEqualTo(refused(ErrorCode.KEY_UNKNOWN));
    }

    @Test
    void keyWithNetworksIsGoodOnlyFromThere() {
        Principal admin = core.admin();
        OwnKey key = core.issue(
                        admin,
                        Asked.forKey().networks("10.0.0.0/8", "2001:db8::/32").build())
                .key();

        for (String here : List.of("10.1.2.3", "::ffff:10.1.2.3", "2001:db8::1")) {
            assertThat(core.verify(key.reveal(), here)).isInstanceOf(Verification.Verified.class);
        }
        for (String elsewhere : List.of("11.0.0.0", "2001:db9::1", "-", "", "10.1.2.3, 11.0.0.0", "010.1.2.3")) {
            assertThat(core.verify(key.reveal(), elsewhere))
                    .as(elsewhere)
                    .isInstanceOfSatisfying(
                            Verification.NotFromHere.class,
                            refused -> assertThat(refused.principal().keyId()).isEqualTo(key.keyId()));
        }
        assertThat(core.verifier.verify(new Credential.Presented(key.reveal()), Optional.empty()))
                .isInstanceOf(Verification.NotFromHere.class);
        assertThat(core.verifier.verifyFromAnywhere(new Credential.Presented(key.reveal())))
                .isInstanceOf(Verification.Verified.class);
    }

    @Test
    void networksAreJudgedLast() {
        Principal admin = core.admin();
        ApiKey key = (ApiKey)
                core.issue(admin, Asked.forKey().networks("10.0.0.0/8").build()).key();

        assertThat(core.verify(sameIdOtherSecret(key), "192.0.2.1")).isEqualTo(refused(ErrorCode.KEY_UNKNOWN));
        core.clock.advance(Duration.ofDays(7));
        assertThat(core.verify(key.reveal(), "192.0.2.1")).isEqualTo(refused(ErrorCode.KEY_EXPIRED));
        core.revoker.revokePresented(key.reveal(), Core.ORIGIN);
        assertThat(core.verify(key.reveal(), "192.0.2.1")).isEqualTo(refused(ErrorCode.KEY_REVOKED));
    }

    @Test
    void tokenHasTheNetworksOfItsKeyAsTheyAreNow() {
        Principal admin = core.admin();
        OwnKey key =
                core.issue(admin, Asked.forKey().networks("10.0.0.0/8").build()).key();
        Principal holder = ((Verification.Verified) core.verify(key.reveal(), "10.0.0.1")).principal();
        String token = core.token(holder);
        assertThat(core.verify(token, "10.0.0.1")).isInstanceOf(Verification.Verified.class);
        assertThat(core.verify(token, "11.0.0.1")).isInstanceOf(Verification.NotFromHere.class);

        core.updater.update(
                admin,
                key.keyId().value(),
                AskedChange.ofKey().networks("11.0.0.0/8").build(),
                new VersionCondition.Any(),
                Core.origin());

        assertThat(core.verify(token, "10.0.0.1")).isInstanceOf(Verification.NotFromHere.class);
        assertThat(((Verification.Verified) core.verify(token, "11.0.0.1"))
                        .principal()
                        .networks())
                .hasToString("11.0.0.0/8");
    }

    @Test
    void secretOutOfReachIsAnOutageAndNoVerdict() {
        ApiKey key = core.firstAdminKey.issue();
        core.secretSource.cutOff();
        core.clock.advance(Duration.ofHours(2));
        assertThatThrownBy(() -> core.verify(key.reveal())).isInstanceOf(UnavailableException.class);
    }

    @Test
    void principalSurvivesTheAuthorizerContext() {
        Principal admin = core.admin();
        assertThat(Principal.fromContext(admin.toContext())).isEqualTo(admin);
        assertThat(admin.toContext().values()).noneMatch(value -> value.contains("\""));
        assertThat(admin.onlyOwner()).isEqualTo(Optional.empty());

        ApiKey limited = core.issue(admin, "root");
        Principal principal = core.principal(limited);
        assertThat(principal.limits().rate()).isPresent();
        assertThat(Principal.fromContext(principal.toContext())).isEqualTo(principal);

        Principal bound = core.principal(core.issue(
                        admin,
                        Asked.forKey()
                                .quota(7)
                                .networks("192.0.2.0/24", "2001:db8::/32")
                                .build())
                .key());
        assertThat(bound.toContext())
                .containsEntry("quota", "7")
                .containsEntry("allowed_networks", "192.0.2.0/24 2001:db8::/32");
        assertThat(Principal.fromContext(bound.toContext())).isEqualTo(bound);
        assertThat(principal.toContext()).doesNotContainKeys("quota", "allowed_networks");

        Instant end = core.clock.instant().plusMillis(90_500);
        Principal uneven = core.principal(
                core.issue(admin, Asked.forKey().expiresAt(end).build()).key());
        assertThat(Principal.fromContext(uneven.toContext())).isEqualTo(uneven);
    }

    @Test
    void contextThatLacksAnythingIsNoPrincipal() {
        Principal admin = core.admin();
        for (String name : List.of(
                "key_id",
                "owner",
                "role",
                "scope",
                "environment",
                "credential_kind",
                "created_at",
                "expires_at",
                "max_expires_at",
                "lifetime",
                "refresh_lifetime")) {
            Map<String, String> context = new java.util.HashMap<>(admin.toContext());
            context.remove(name);
            assertThatThrownBy(() -> Principal.fromContext(context))
                    .as(name)
                    .isInstanceOf(IllegalArgumentException.class);
        }
    }

    @Test
    void contextWithNetworksThatAreNoneIsNoPrincipal() {
        for (String networks : List.of("", " ", "10.0.0.0", "10.0.0.0/8  ::/0", "10.0.0.0/8,::/0")) {
            Map<String, String> context = new java.util.HashMap<>(core.admin().toContext());
            context.put("allowed_networks", networks);
            assertThatThrownBy(() -> Principal.fromContext(context))
                    .as(networks)
                    .isInstanceOf(IllegalArgumentException.class);
        }
    }

    private String sameIdOtherSecret(ApiKey key) {
        return Forged.underId(core.format.generate(Environment.LIVE, core.random), key.keyId());
    }

    private static Map<String, AttributeValue> id(ApiKey key) {
        return Map.of("key_id", AttributeValue.fromS(key.keyId().value()));
    }

    private static Verification refused(ErrorCode code) {
        return new Verification.Refused(code);
    }
}
