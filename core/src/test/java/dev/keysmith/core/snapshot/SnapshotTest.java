package dev.keysmith.core.snapshot;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.keysmith.core.error.UnavailableException;
import dev.keysmith.core.key.KeyId;
import java.io.IOException;
import java.security.NoSuchAlgorithmException;
import java.security.SecureRandom;
import java.util.ArrayList;
import java.util.List;
import org.crac.Core;
import org.junit.jupiter.api.Test;

/** The hooks, called as Lambda's runtime client calls them. */
class SnapshotTest {

    private final List<Exception> failures = new ArrayList<>();
    private final List<String> closed = new ArrayList<>();

    @Test
    void twoRestoresOfOneSnapshotDoNotDrawTheSame() throws NoSuchAlgorithmException {
        // Two generators of one state: what a snapshot's copies hold.
        SecureRandom one = seededAlike();
        SecureRandom other = seededAlike();
        assertThat(KeyId.random(one)).isEqualTo(KeyId.random(other));

        snapshot(opened -> {}, one).afterRestore(Core.getGlobalContext());
        snapshot(opened -> {}, other).afterRestore(Core.getGlobalContext());

        assertThat(KeyId.random(one)).isNotEqualTo(KeyId.random(other));
    }

    @Test
    void nothingIsSeededBeforeTheSnapshotOnly() throws Exception {
        SecureRandom one = seededAlike();
        SecureRandom other = seededAlike();

        snapshot(opened -> {}, one).beforeCheckpoint(Core.getGlobalContext());

        assertThat(KeyId.random(one)).isEqualTo(KeyId.random(other));
    }

    @Test
    void failedRehearsalIsToldAndDoesNotStopTheSnapshot() throws Exception {
        UnavailableException unavailable = new UnavailableException("out of reach");
        IOException broken = new IOException("broken");

        beforeCheckpoint(opened -> {
            opened.add(() -> closed.add("first"));
            throw unavailable;
        });
        beforeCheckpoint(opened -> {
            opened.add(() -> closed.add("second"));
            throw broken;
        });

        assertThat(failures).containsExactly(unavailable, broken);
        assertThat(closed).containsExactly("first", "second");
    }

    @Test
    void whatStaysOpenStopsTheSnapshot() {
        IllegalStateException open = new IllegalStateException("still open");

        assertThatThrownBy(() -> beforeCheckpoint(opened -> opened.add(() -> {
                    throw open;
                })))
                .isSameAs(open);
        assertThat(failures).isEmpty();
    }

    @Test
    void theLastOpenedIsClosedFirst() throws Exception {
        beforeCheckpoint(opened -> {
            opened.add(() -> closed.add("first"));
            opened.add(() -> closed.add("second"));
        });

        assertThat(closed).containsExactly("second", "first");
    }

    private void beforeCheckpoint(Rehearsal rehearsal) throws Exception {
        snapshot(rehearsal, new SecureRandom()).beforeCheckpoint(Core.getGlobalContext());
    }

    private Snapshot snapshot(Rehearsal rehearsal, SecureRandom random) {
        return new Snapshot(rehearsal, random, failures::add);
    }

    private static SecureRandom seededAlike() throws NoSuchAlgorithmException {
        SecureRandom random = SecureRandom.getInstance("SHA1PRNG");
        random.setSeed(1);
        return random;
    }
}
