package dev.keysmith.core.snapshot;

import dev.keysmith.core.settings.Settings;
import io.micronaut.context.BeanContext;
import java.io.IOException;
import java.security.SecureRandom;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Consumer;
import org.crac.Context;
import org.crac.Core;
import org.crac.Resource;

/**
 * This function in a snapshot (Lambda SnapStart). Before it is taken, the function's work is rehearsed; after each start from it,
 * randomness is seeded anew. A rehearsal that fails is told and costs time alone. What it opened and cannot close, and a seed that
 * cannot be had, is thrown: then Lambda publishes no version, or starts no instance.
 *
 * @see <a href="https://docs.aws.amazon.com/lambda/latest/dg/snapstart-runtime-hooks-java.html">Lambda: hooks of SnapStart</a>
 */
public final class Snapshot implements Resource {

    private static final int SEED_BYTES = 32;

    /** Lambda itself holds its hooks weakly: one that nothing else holds would not run. */
    private static final List<Snapshot> REGISTERED = new CopyOnWriteArrayList<>();

    private final Rehearsal rehearsal;
    private final SecureRandom random;
    private final Consumer<Exception> onFailure;

    Snapshot(Rehearsal rehearsal, SecureRandom random, Consumer<Exception> onFailure) {
        this.rehearsal = rehearsal;
        this.random = random;
        this.onFailure = onFailure;
    }

    /**
     * Has Lambda call these hooks; for a function that is started for a snapshot, as
     * {@link Settings#areForSnapshot()} tells. Any other loads nothing of this package.
     *
     * @param rehearsal runs before the snapshot
     * @param random is seeded anew after it
     * @param onFailure gets what a rehearsal threw
     */
    public static void register(Rehearsal rehearsal, SecureRandom random, Consumer<Exception> onFailure) {
        Snapshot snapshot = new Snapshot(rehearsal, random, onFailure);
        REGISTERED.add(snapshot);
        Core.getGlobalContext().register(snapshot);
    }

    /** The same without a rehearsal, and only where it is for a snapshot: for a function whose first answer nobody waits for. */
    public static void registerUnrehearsed(BeanContext beans) {
        if (beans.getBean(Settings.class).areForSnapshot()) {
            register(opened -> {}, beans.getBean(SecureRandom.class), failure -> {});
        }
    }

    @Override
    public void beforeCheckpoint(Context<? extends Resource> context) throws Exception {
        Opened opened = new Opened();
        try {
            rehearsal.run(opened);
        } catch (IOException | RuntimeException e) {
            onFailure.accept(e);
        } finally {
            opened.close();
        }
    }

    /**
     * Seeds from the operating system. The JDK's generators of Linux share their state, so that this seeds them all: those of TLS,
     * signatures and UUIDs too.
     */
    @Override
    public void afterRestore(Context<? extends Resource> context) {
        random.setSeed(random.generateSeed(SEED_BYTES));
    }
}
