package dev.keysmith.functions.ledger.database;

import dev.keysmith.core.error.UnavailableException;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;

/** Brings the database to this version of Keysmith: its tables, then its users. */
@Singleton
public final class DatabasePreparation {

    /** A database that sleeps takes about 15 seconds to wake, one that slept for a day longer. */
    private static final Duration PATIENCE = Duration.ofMinutes(2);

    private static final Duration PAUSE = Duration.ofSeconds(2);

    private final Migration migration;
    private final DatabaseUsers users;
    private final InstantSource clock;
    private final Sleeper sleeper;

    /** Lets time pass. */
    @FunctionalInterface
    interface Sleeper {
        void sleep(Duration time) throws InterruptedException;
    }

    @Inject
    DatabasePreparation(Migration migration, DatabaseUsers users, InstantSource clock) {
        this(migration, users, clock, Thread::sleep);
    }

    DatabasePreparation(Migration migration, DatabaseUsers users, InstantSource clock, Sleeper sleeper) {
        this.migration = migration;
        this.users = users;
        this.clock = clock;
        this.sleeper = sleeper;
    }

    /** Does what was not done yet. Throws {@link UnavailableException} where the database is out of reach, or not awake yet. */
    public void run() {
        Outage.guard(() -> {
            migration.run();
            users.run();
            return true;
        });
    }

    /** The same, again and again for two minutes while the database is out of reach. */
    public void runOnceAwake() {
        Instant end = clock.instant().plus(PATIENCE);
        while (true) {
            try {
                run();
                return;
            } catch (UnavailableException e) {
                if (!clock.instant().isBefore(end)) {
                    throw e;
                }
                pause(e);
            }
        }
    }

    private void pause(UnavailableException reason) {
        try {
            sleeper.sleep(PAUSE);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw reason;
        }
    }
}
