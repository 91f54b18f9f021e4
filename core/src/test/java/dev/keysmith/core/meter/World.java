package dev.keysmith.core.meter;

import java.util.Comparator;
import java.util.PriorityQueue;

/**
 * Virtual time and what happens in it. Who waits lets others go on: waiting runs what is due until then, and is entered again by those
 * who wait in turn.
 */
final class World {

    private final PriorityQueue<Event> events =
            new PriorityQueue<>(Comparator.comparingLong(Event::at).thenComparingLong(Event::number));
    private long nowNanos;
    private long scheduled;

    private record Event(long at, long number, Runnable what) {}

    long nowNanos() {
        return nowNanos;
    }

    void schedule(long at, Runnable what) {
        events.add(new Event(Math.max(at, nowNanos), scheduled++, what));
    }

    /** Lets this time pass; more where those who ran meanwhile took longer. */
    void pass(long nanos) {
        passUntil(nowNanos + nanos);
    }

    void passUntil(long until) {
        for (Event next = events.peek(); next != null && next.at() <= until; next = events.peek()) {
            events.remove();
            nowNanos = Math.max(nowNanos, next.at());
            next.what().run();
        }
        nowNanos = Math.max(nowNanos, until);
    }
}
