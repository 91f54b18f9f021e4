package dev.keysmith.core.issuing;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;

import dev.keysmith.core.access.Owner;
import dev.keysmith.core.credential.Principal;
import dev.keysmith.core.credential.Verification;
import dev.keysmith.core.error.ErrorCode;
import dev.keysmith.core.key.KeyId;
import dev.keysmith.core.key.OwnKey;
import dev.keysmith.core.replay.Replays;
import dev.keysmith.core.rotating.RotateKeyCommand;
import dev.keysmith.core.testing.Asked;
import dev.keysmith.core.testing.Core;
import dev.keysmith.core.testing.Race;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;

/** Issues that carry an idempotency key. */
class RepeatedIssueTest {

    private static final String IDEMPOTENCY_KEY = "8e03978e-40d5-43dd-bc93-6894a57f9324";

    private final Core core = new Core();
    private final OwnKey adminKey = core.firstAdminKey.issue();
    private final Principal admin = core.principal(adminKey);

    @Test
    void repeatedIssueHasTheSameAnswerAndMakesNoKey() {
        String first = issued(issue("asked"));
        core.clock.advance(Replays.KEPT_FOR.minusMillis(1));

        assertThat(replayed(issue("asked"))).isEqualTo(first);
        assertThat(keysOfAcme()).isEqualTo(1);
        assertThat(core.verify(first)).isInstanceOf(Verification.Verified.class);
    }

    @Test
    void issuingIsOneReadTheCountAndOneTransactionAndRepeatingOneRead() {
        core.calls.take();
        issue("asked");
        assertThat(core.calls.take()).containsExactly("GetItem", "UpdateItem", "TransactWriteItems");
        issue("asked");
        assertThat(core.calls.take()).containsExactly("GetItem");
    }

    @Test
    void otherRequestUnderTheSameIdempotencyKeyIsAMismatchAndMakesNoKey() {
        issue("asked");
        assertThat(issue("asked otherwise")).isEqualTo(new IssueResult.Refused(ErrorCode.IDEMPOTENCY_MISMATCH));
        assertThat(keysOfAcme()).isEqualTo(1);
    }

    @Test
    void afterTenMinutesItIsAnIssueAnew() {
        String first = issued(issue("asked"));
        core.clock.advance(Replays.KEPT_FOR);

        assertThat(issued(issue("asked"))).isNotEqualTo(first);
        assertThat(keysOfAcme()).isEqualTo(2);
    }

    @Test
    void refusalIsNotKept() {
        Principal weak = core.principal(core.issue(admin, "acme", "keys:issue"));
        IssueResult refused = core.issuer.issue(
                weak,
                Asked.forKey().build(),
                Core.origin(),
                Optional.of(Core.repeatable(adminKey, IDEMPOTENCY_KEY, "asked")));
        assertThat(((IssueResult.Refused) refused).code()).isEqualTo(ErrorCode.GRANT_EXCEEDS_OWN);

        assertThat(issue("asked")).isInstanceOf(IssueResult.Issued.class);
    }

    @Test
    void whoHoldsOnlyTheCallersNextSecretDoesNotGetTheAnswer() {
        issue("asked");
        OwnKey next = ((IssueResult.Issued) core.rotator.rotate(
                        admin,
                        new RotateKeyCommand(
                                admin.keyId().value(), Duration.ZERO, core.clock.instant(), Optional.empty()),
                        Core.origin()))
                .issued()
                .key();

        assertThat(core.issuer.issue(
                        admin,
                        Asked.forKey().owner("acme").build(),
                        Core.origin(),
                        Optional.of(Core.repeatable(next, IDEMPOTENCY_KEY, "asked"))))
                .isEqualTo(new IssueResult.Refused(ErrorCode.IDEMPOTENCY_MISMATCH));
    }

    @Test
    void ofTheSameIssueManyTimesAtOnceOneMakesAKeyAndAllHaveItsAnswer() throws Exception {
        List<IssueResult> results = Race.run(50, () -> issue("asked"));

        List<IssueResult> issued =
                results.stream().filter(IssueResult.Issued.class::isInstance).toList();
        assertThat(issued).hasSize(1);
        String answer = issued(issued.getFirst());
        assertThat(results)
                .filteredOn(result -> !(result instanceof IssueResult.Issued))
                .hasSize(49)
                .allSatisfy(result -> assertThat(replayed(result)).isEqualTo(answer));
        assertThat(keysOfAcme()).isEqualTo(1);
        assertThat(core.verify(answer)).isInstanceOf(Verification.Verified.class);
    }

    @Test
    void ofTwoRequestsUnderOneIdempotencyKeyAtOnceOneMakesAKey() throws Exception {
        List<IssueResult> results = Race.run(List.of(() -> issue("asked"), () -> issue("asked otherwise")));

        assertThat(results).hasAtLeastOneElementOfType(IssueResult.Issued.class);
        assertThat(results).contains(new IssueResult.Refused(ErrorCode.IDEMPOTENCY_MISMATCH));
        assertThat(keysOfAcme()).isEqualTo(1);
    }

    @Test
    void whatIsKeptTellsNeitherTheIdempotencyKeyNorTheAnswerNorTheCaller() {
        String answer = issued(issue("what was asked for"));
        KeyId keyId = core.format.parse(answer).orElseThrow().keyId();
        core.calls.take();

        Map<String, AttributeValue> item = core.dynamoDb.scan(scan -> scan.tableName(core.stateTable)).items().stream()
                .filter(found -> requireNonNull(found.get("pk")).s().startsWith("REPLAY#"))
                .findFirst()
                .orElseThrow();

        assertThat(item.keySet()).containsExactlyInAnyOrder("pk", "sealed", "expires_at", "ttl");
        String all = requireNonNull(item.get("pk")).s()
                + new String(requireNonNull(item.get("sealed")).b().asByteArray(), StandardCharsets.ISO_8859_1);
        assertThat(all)
                .doesNotContain(
                        IDEMPOTENCY_KEY,
                        answer,
                        answer.substring(answer.length() - 49, answer.length() - 6),
                        keyId.value(),
                        admin.keyId().value(),
                        "what was asked for");
        long end = core.clock.instant().plus(Replays.KEPT_FOR).getEpochSecond();
        assertThat(requireNonNull(item.get("ttl")).n()).isEqualTo(Long.toString(end));
        assertThat(requireNonNull(item.get("expires_at")).n()).isEqualTo(end + "000");
    }

    private int keysOfAcme() {
        return core.index.count(new Owner("acme"));
    }

    private IssueResult issue(String asked) {
        return core.issuer.issue(
                admin,
                Asked.forKey().owner("acme").build(),
                Core.origin(),
                Optional.of(Core.repeatable(adminKey, IDEMPOTENCY_KEY, asked)));
    }

    private static String issued(IssueResult result) {
        return ((IssueResult.Issued) result).issued().key().reveal();
    }

    private static String replayed(IssueResult result) {
        return new String(((IssueResult.Replayed) result).answer(), StandardCharsets.UTF_8);
    }
}
