package dev.keysmith.core.key;

import static dev.keysmith.core.key.TestKeys.NOW;
import static dev.keysmith.core.key.TestKeys.OTHER_OWNER;
import static dev.keysmith.core.key.TestKeys.OWNER;
import static dev.keysmith.core.key.TestKeys.change;
import static org.assertj.core.api.Assertions.assertThat;

import dev.keysmith.core.access.Owner;
import dev.keysmith.core.access.ScopeSet;
import dev.keysmith.core.key.KeyFilter.Status;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What every index of keys promises. */
public abstract class KeyIndexContractTest {

    private static final int MOST = 100;
    private static final Instant END = NOW.plusSeconds(60);

    protected abstract KeyIndex index();

    protected abstract KeyRepository keys();

    @Test
    void ownersKeysAreListedNewestFirst() {
        insert(key(1, NOW.plusSeconds(1)));
        insert(key(3, NOW.plusSeconds(3)));
        insert(key(2, NOW.plusSeconds(2)));
        insert(foreign(4));

        Page<ApiKeyMetadata> page = index().list(OWNER, all(), MOST, Optional.empty());

        assertThat(page.items())
                .containsExactly(key(3, NOW.plusSeconds(3)), key(2, NOW.plusSeconds(2)), key(1, NOW.plusSeconds(1)));
        assertThat(page.next()).isEmpty();
    }

    @Test
    void ownerWithoutKeysHasAnEmptyList() {
        insert(foreign(1));
        assertThat(index().list(OWNER, all(), MOST, Optional.empty()))
                .isEqualTo(new Page<>(List.of(), Optional.empty()));
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 2, 3, 6, 7, 8})
    void pagesOfAnySizeHoldEachKeyOnce(int limit) {
        // Three of them were issued in the same millisecond.
        for (int i = 1; i <= 7; i++) {
            insert(key(i, NOW.plusSeconds(i < 4 ? 0 : i)));
            insert(foreign(100 + i));
        }

        List<ApiKeyMetadata> walked = walk(limit, all());

        assertThat(walked)
                .extracting(key -> key.keyId())
                .doesNotHaveDuplicates()
                .hasSize(7);
        assertThat(walked).extracting(ApiKeyMetadata::owner).containsOnly(OWNER);
        assertThat(walked).extracting(ApiKeyMetadata::createdAt).isSortedAccordingTo((a, b) -> b.compareTo(a));
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 2, 5})
    void filteredPagesHoldEachKeyThatPassesOnce(int limit) {
        for (int i = 1; i <= 9; i++) {
            insert(key(i, NOW.plusSeconds(i)));
            if (i % 3 != 0) {
                revoke(i);
            }
        }

        assertThat(walk(limit, new KeyFilter(Optional.of(Status.ACTIVE), Optional.empty(), NOW)))
                .extracting(ApiKeyMetadata::keyId)
                .containsExactly(TestKeys.id(9), TestKeys.id(6), TestKeys.id(3));
    }

    @Test
    void keyThatIsIssuedDuringAWalkMovesNothing() {
        for (int i = 1; i <= 4; i++) {
            insert(key(i, NOW.plusSeconds(i)));
        }
        Page<ApiKeyMetadata> first = index().list(OWNER, all(), 2, Optional.empty());
        insert(key(5, NOW.plusSeconds(5)));
        keys().delete(TestKeys.id(3), Optional.empty(), Optional.empty(), change(ChangeAction.DELETED));

        assertThat(index().list(OWNER, all(), 2, first.next()).items())
                .extracting(ApiKeyMetadata::keyId)
                .containsExactly(TestKeys.id(2), TestKeys.id(1));
    }

    @Test
    void statusIsJudgedAtTheTimeOfTheFilter() {
        insert(key(1, NOW));
        insert(key(2, NOW.plusMillis(1)));
        insert(key(3, NOW));
        revoke(3);
        Instant firstExpires = NOW.plus(Duration.ofDays(7));

        assertThat(listed(Status.ACTIVE, firstExpires.minusMillis(1)))
                .containsExactlyInAnyOrder(TestKeys.id(1), TestKeys.id(2));
        assertThat(listed(Status.EXPIRED, firstExpires.minusMillis(1))).isEmpty();
        assertThat(listed(Status.ACTIVE, firstExpires)).containsExactly(TestKeys.id(2));
        assertThat(listed(Status.EXPIRED, firstExpires)).containsExactly(TestKeys.id(1));
        assertThat(listed(Status.REVOKED, NOW)).containsExactly(TestKeys.id(3));
        // Revoked is told before expired, as a decision tells it.
        assertThat(listed(Status.REVOKED, firstExpires.plusSeconds(1))).containsExactly(TestKeys.id(3));
    }

    @Test
    void environmentIsFilteredAloneAndWithAStatus() {
        insert(key(1, NOW));
        insert(TestKeys.plain(TestKeys.id(2), OWNER, Environment.TEST, Optional.empty(), NOW.plusSeconds(1)));
        insert(TestKeys.plain(TestKeys.id(3), OWNER, Environment.TEST, Optional.empty(), NOW));
        revoke(3);

        assertThat(listed(new KeyFilter(Optional.empty(), Optional.of(Environment.LIVE), NOW)))
                .containsExactly(TestKeys.id(1));
        assertThat(listed(new KeyFilter(Optional.empty(), Optional.of(Environment.TEST), NOW)))
                .containsExactly(TestKeys.id(2), TestKeys.id(3));
        assertThat(listed(new KeyFilter(Optional.of(Status.ACTIVE), Optional.of(Environment.TEST), NOW)))
                .containsExactly(TestKeys.id(2));
        assertThat(listed(new KeyFilter(Optional.of(Status.REVOKED), Optional.of(Environment.LIVE), NOW)))
                .isEmpty();
    }

    @Test
    void deletedKeysAreInNoList() {
        insert(key(1, NOW));
        insert(key(2, NOW));
        insert(key(3, NOW));
        revoke(2);
        delete(1);
        delete(2);

        assertThat(listed(all())).containsExactly(TestKeys.id(3));
        Instant late = NOW.plus(Duration.ofDays(8));
        assertThat(listed(Status.EXPIRED, late)).containsExactly(TestKeys.id(3));
        assertThat(listed(Status.REVOKED, late)).isEmpty();
        assertThat(listed(Status.ACTIVE, NOW)).containsExactly(TestKeys.id(3));
    }

    @Test
    void cursorOfAnotherOwnersKeyLeadsToNothingButOnesOwn() {
        insert(key(1, NOW.plusSeconds(1)));
        insert(key(5, NOW.plusSeconds(5)));
        insert(TestKeys.plain(TestKeys.id(3), OTHER_OWNER, Environment.LIVE, Optional.empty(), NOW.plusSeconds(3)));
        insert(TestKeys.plain(TestKeys.id(2), OTHER_OWNER, Environment.LIVE, Optional.empty(), NOW.plusSeconds(2)));

        Optional<KeyPosition> foreign = Optional.of(new KeyPosition(NOW.plusSeconds(3), TestKeys.id(3)));

        assertThat(index().list(OWNER, all(), MOST, foreign).items()).containsExactly(key(1, NOW.plusSeconds(1)));
        assertThat(index().descents(Optional.of(OWNER), MOST, foreign).items())
                .extracting(KeyDescent::keyId)
                .containsExactly(TestKeys.id(5));
    }

    @Test
    void cursorOfNoKeyAtAllLeadsOnFromItsTime() {
        insert(key(1, NOW.plusSeconds(1)));
        insert(key(2, NOW.plusSeconds(3)));

        assertThat(index().list(OWNER, all(), MOST, Optional.of(new KeyPosition(NOW.plusSeconds(2), TestKeys.id(9))))
                        .items())
                .containsExactly(key(1, NOW.plusSeconds(1)));
        assertThat(index().list(OWNER, all(), MOST, Optional.of(new KeyPosition(Instant.EPOCH, TestKeys.id(9))))
                        .items())
                .isEmpty();
    }

    @Test
    void countIsOfAnOwnersKeysWithoutTheDeletedOnes() {
        assertThat(index().count(OWNER)).isZero();
        for (int i = 1; i <= 5; i++) {
            insert(key(i, NOW));
        }
        insert(foreign(6));
        revoke(1);
        delete(2);

        assertThat(index().count(OWNER)).isEqualTo(4);
        assertThat(index().count(OTHER_OWNER)).isEqualTo(1);
    }

    @Test
    void descentsOfAnOwnerAreOldestFirstWithTheDeletedOnes() {
        Optional<KeyId> issuer = Optional.of(TestKeys.id(50));
        insert(withScopes(key(1, NOW, issuer), "keys:issue"));
        insert(withScopes(key(2, NOW.plusSeconds(1), issuer), "keys:import chat:read"));
        insert(withScopes(key(3, NOW.plusSeconds(2), Optional.empty()), "*"));
        insert(withScopes(key(4, NOW.plusSeconds(3), issuer), "keys:read chat:*"));
        insert(foreign(5));
        delete(1);
        revoke(2);

        Page<KeyDescent> page = index().descents(Optional.of(OWNER), MOST, Optional.empty());

        Optional<Instant> ended = Optional.of(END);
        assertThat(page.items())
                .containsExactly(
                        new KeyDescent(TestKeys.id(1), issuer, true, ended),
                        new KeyDescent(TestKeys.id(2), issuer, true, ended),
                        new KeyDescent(TestKeys.id(3), Optional.empty(), true, Optional.empty()),
                        new KeyDescent(TestKeys.id(4), issuer, false, Optional.empty()));
        assertThat(page.next()).isEmpty();
    }

    @Test
    void keyThatMayIssueNoMoreIsKnownToHaveIssuedPerhapsWhateverHappensToIt() {
        ApiKeyMetadata issuing = withScopes(key(1, NOW), "keys:issue");
        insert(issuing);
        KeyRecord narrowed = keys().find(TestKeys.id(1)).orElseThrow().with(withScopes(issuing, "chat:read"));
        keys().replace(narrowed, change(ChangeAction.UPDATED));
        assertMayHaveIssued();

        KeyRecord read = keys().find(TestKeys.id(1)).orElseThrow();
        Rotation rotation = new Rotation(NOW, NOW);
        keys().replace(
                        read.rotated(read.metadata().rotated(KeyFormat.OPAQUE, rotation), TestKeys.hash(2)),
                        change(ChangeAction.ROTATED));
        assertMayHaveIssued();
        revoke(1);
        assertMayHaveIssued();
        delete(1);
        assertMayHaveIssued();
    }

    private void assertMayHaveIssued() {
        assertThat(index().descents(Optional.of(OWNER), MOST, Optional.empty()).items())
                .extracting(KeyDescent::mayHaveIssued)
                .containsExactly(true);
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 2, 7, 8})
    void descentsOfAnySizeHoldEachKeyOnce(int limit) {
        for (int i = 1; i <= 4; i++) {
            insert(key(i, NOW));
            insert(foreign(100 + i));
        }

        assertThat(walk(after -> index().descents(Optional.of(OWNER), limit, after)))
                .extracting(KeyDescent::keyId)
                .containsExactlyInAnyOrder(TestKeys.id(1), TestKeys.id(2), TestKeys.id(3), TestKeys.id(4));
        assertThat(walk(after -> index().descents(Optional.empty(), limit, after)))
                .extracting(KeyDescent::keyId)
                .doesNotHaveDuplicates()
                .hasSize(8);
    }

    private List<ApiKeyMetadata> walk(int limit, KeyFilter filter) {
        return walk(after -> {
            Page<ApiKeyMetadata> page = index().list(OWNER, filter, limit, after);
            assertThat(page.items()).hasSizeLessThanOrEqualTo(limit);
            return page;
        });
    }

    private static <T> List<T> walk(Function<Optional<KeyPosition>, Page<T>> pages) {
        List<T> walked = new ArrayList<>();
        Optional<KeyPosition> after = Optional.empty();
        do {
            Page<T> page = pages.apply(after);
            walked.addAll(page.items());
            assertThat(walked).as("a walk that ends").hasSizeLessThan(MOST);
            // As a cursor that a caller carries.
            after = page.next().map(KeyPosition::toText).flatMap(KeyPosition::parse);
            assertThat(after).isEqualTo(page.next());
        } while (after.isPresent());
        return walked;
    }

    private List<KeyId> listed(Status status, Instant now) {
        return listed(new KeyFilter(Optional.of(status), Optional.empty(), now));
    }

    private List<KeyId> listed(KeyFilter filter) {
        return index().list(OWNER, filter, MOST, Optional.empty()).items().stream()
                .map(ApiKeyMetadata::keyId)
                .toList();
    }

    private static KeyFilter all() {
        return new KeyFilter(Optional.empty(), Optional.empty(), NOW);
    }

    private static ApiKeyMetadata key(int id, Instant createdAt) {
        return key(id, createdAt, Optional.empty());
    }

    private static ApiKeyMetadata key(int id, Instant createdAt, Optional<KeyId> issuedBy) {
        return TestKeys.plain(TestKeys.id(id), OWNER, Environment.LIVE, issuedBy, createdAt);
    }

    private static ApiKeyMetadata foreign(int id) {
        return TestKeys.plain(TestKeys.id(id), OTHER_OWNER, Environment.LIVE, Optional.empty(), NOW.plusSeconds(id));
    }

    private static ApiKeyMetadata withScopes(ApiKeyMetadata key, String scopes) {
        return key.updated(
                key.name(), ScopeSet.parse(scopes), key.limits(), key.networks(), key.metadata(), key.validity());
    }

    private void insert(ApiKeyMetadata key) {
        assertThat(keys().insert(new KeyRecord(key, TestKeys.hash(1)), change(ChangeAction.ISSUED)))
                .isEqualTo(WriteOutcome.WRITTEN);
    }

    private void revoke(int id) {
        keys().revoke(TestKeys.id(id), Optional.<Owner>empty(), Optional.empty(), change(ChangeAction.REVOKED, END));
    }

    private void delete(int id) {
        assertThat(keys().delete(
                                TestKeys.id(id), Optional.empty(), Optional.empty(), change(ChangeAction.DELETED, END)))
                .isEqualTo(KeyRepository.DeleteOutcome.DELETED);
    }
}
