package dev.keysmith.core.testing;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;

/** A clock that stands until it is moved. */
public final class TestClock implements InstantSource {

    private volatile Instant now = Instant.parse("2026-11-20T12:00:00Z");

    @Override
    public Instant instant() {
        return now;
    }

    /** The monotonic clock of a machine that never freezes. */
    public long nanos() {
        return Duration.between(Instant.EPOCH, now).toNanos();
    }

    public void advance(Duration by) {
        now = now.plus(by);
    }
}
