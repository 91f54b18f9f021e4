package dev.keysmith.local.e2e;

import java.time.Duration;

/** How long load and fault stories go on: scaled down by default, in full with {@code -Psoak}. */
final class Scale {

    private static final boolean FULL = Boolean.getBoolean("keysmith.soak");

    private Scale() {}

    static Duration load() {
        return Duration.ofSeconds(FULL ? 60 : 10);
    }

    /** Before the load, so that it meets functions that run. */
    static Duration warmUp() {
        return Duration.ofSeconds(5);
    }

    static Duration outage() {
        return Duration.ofSeconds(FULL ? 30 : 5);
    }

    static Duration databaseOutage() {
        return Duration.ofSeconds(FULL ? 60 : 5);
    }

    /** In milliseconds. */
    static int longestPauseBetweenKills() {
        return FULL ? 4_000 : 2_500;
    }

    static int ledgerRounds() {
        return FULL ? 9 : 2;
    }

    /** Batches in a round. */
    static int ledgerBatches() {
        return FULL ? 50 : 5;
    }

    static int ledgerChangeSeconds() {
        return FULL ? 30 : 6;
    }

    static int hotKeyRate() {
        return FULL ? 1_000 : 200;
    }

    static Duration hotKeyWindow() {
        return Duration.ofSeconds(FULL ? 60 : 12);
    }

    static int kills() {
        return FULL ? 20 : 4;
    }
}
