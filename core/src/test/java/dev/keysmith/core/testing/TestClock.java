package dev.keysmith.core.testing;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;

/** A clock that stands until it is moved. */
public final class TestClock implements InstantSource {

    private volatile Instant now = Instant.parse("2026-11-20T12:00:00Z");
    private volatile Duration stopped = Duration.ZERO;

    @Override
    public Instant instant() {
        return now;
    }

    /** The monotonic clock of the same machine. */
    public long nanos() {
        return Duration.between(Instant.EPOCH, now).minus(stopped).toNanos();
    }

    /** Lets this time pass, of which the monotonic clock knows nothing: the machine was frozen. */
    public void stopMonotonicFor(Duration time) {
        stopped = stopped.plus(time);
        advance(time);
    }

    public void advance(Duration by) {
        now = now.plus(by);
    }
}
