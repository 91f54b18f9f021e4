package dev.keysmith.core.issuing;

import static org.assertj.core.api.Assertions.assertThat;

import dev.keysmith.core.access.Owner;
import dev.keysmith.core.credential.Principal;
import dev.keysmith.core.error.ErrorCode;
import dev.keysmith.core.error.FieldError;
import dev.keysmith.core.key.OwnKey;
import dev.keysmith.core.testing.Asked;
import dev.keysmith.core.testing.Core;
import dev.keysmith.core.testing.Race;
import dev.keysmith.core.testing.Sha256;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class KeyAllowanceTest {

    private static final Duration MINUTE = Duration.ofMinutes(1);

    private final Core core = new Core(Map.of("keysmith.keys-per-owner", "5"));
    private final Principal admin = core.admin();
    private final List<OwnKey> five = new ArrayList<>();

    KeyAllowanceTest() {
        for (int i = 0; i < 5; i++) {
            five.add(core.issue(admin, "acme"));
        }
    }

    @Test
    void atTheBoundNoKeyIsIssuedOrImported() {
        core.clock.advance(MINUTE);

        IssueResult.Refused refused = (IssueResult.Refused) issue();
        assertThat(refused.code()).isEqualTo(ErrorCode.CONFLICT);
        assertThat(refused.errors()).extracting(FieldError::pointer).containsExactly("/owner");
        assertThat(imported(Sha256.hex("0a".repeat(32))))
                .isEqualTo(new ImportResult.Refused(ErrorCode.CONFLICT, refused.errors()));
        assertThat(core.index.count(new Owner("acme"))).isEqualTo(5);
    }

    @Test
    void otherOwnersAreNotAffected() {
        core.issue(admin, "other");
    }

    @Test
    void afterDeletionsIssuingGoesOnUpToTheBound() {
        delete(2);
        core.clock.advance(MINUTE);

        assertThat(issue()).isInstanceOf(IssueResult.Issued.class);
        assertThat(issue()).isInstanceOf(IssueResult.Issued.class);
        core.clock.advance(MINUTE);
        assertThat(issue()).isInstanceOf(IssueResult.Refused.class);
    }

    @Test
    void revokedAndExpiredKeysCountUntilTheyAreRemoved() {
        core.revoker.revoke(admin, five.getFirst().keyId().value(), Optional.empty(), Core.origin());
        core.clock.advance(Duration.ofDays(8));

        assertThat(issue()).isInstanceOf(IssueResult.Refused.class);
    }

    @Test
    void withinAMinuteAfterAKeyWasCountedNoneAreCountedAnew() {
        delete(2);
        core.clock.advance(MINUTE.minusMillis(1));
        core.calls.take();

        assertThat(issue()).isInstanceOf(IssueResult.Refused.class);
        assertThat(core.calls.take()).containsExactly("UpdateItem");

        core.clock.advance(Duration.ofMillis(1));
        assertThat(issue()).isInstanceOf(IssueResult.Issued.class);
        assertThat(core.calls.take()).containsExactly("UpdateItem", "Query", "UpdateItem", "UpdateItem", "PutItem");
    }

    @Test
    void askingInVainCountsAtMostOnceAMinute() {
        core.clock.advance(MINUTE);
        issue();
        delete(1);
        core.clock.advance(MINUTE.minusMillis(1));
        core.calls.take();

        assertThat(issue()).isInstanceOf(IssueResult.Refused.class);
        assertThat(core.calls.take()).containsExactly("UpdateItem");

        core.clock.advance(Duration.ofMillis(1));
        assertThat(issue()).isInstanceOf(IssueResult.Issued.class);
    }

    @Test
    void boundHoldsThoughManyCountAnewAtTheSameTime() throws Exception {
        for (int round = 0; round < 5; round++) {
            delete(2);
            core.clock.advance(MINUTE);

            List<IssueResult> results = Race.run(30, this::issue);

            assertThat(results)
                    .filteredOn(result -> result instanceof IssueResult.Issued)
                    .hasSize(2);
            for (IssueResult result : results) {
                if (result instanceof IssueResult.Issued issued) {
                    five.add(issued.issued().key());
                }
            }
        }
    }

    @Test
    void keysThatWereCountedAndNotMadeDoNotCountForEver() {
        delete(2);
        core.clock.advance(MINUTE);
        String imported = Sha256.hex("0a".repeat(32));
        assertThat(imported(imported)).isInstanceOf(ImportResult.Imported.class);
        assertThat(imported(imported)).isEqualTo(new ImportResult.Refused(ErrorCode.CONFLICT, List.of()));
        assertThat(issue()).isInstanceOf(IssueResult.Refused.class);

        core.clock.advance(MINUTE);
        assertThat(issue()).isInstanceOf(IssueResult.Issued.class);
    }

    private ImportResult imported(String sha256) {
        return core.importer.importKey(
                admin, sha256, Asked.forKey().owner("acme").build(), Core.origin());
    }

    private IssueResult issue() {
        return core.issuer.issue(admin, Asked.forKey().owner("acme").build(), Core.origin(), Optional.empty());
    }

    private void delete(int count) {
        for (int i = 0; i < count; i++) {
            OwnKey key = five.removeFirst();
            assertThat(core.revoker.delete(admin, key.keyId().value(), Optional.empty(), Core.origin()))
                    .isTrue();
        }
    }
}
