package dev.keysmith.core.secret;

import dev.keysmith.core.error.UnavailableException;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * A secret held in memory: fetched on first use, fetched anew when older than {@code maxAge}, by one caller at a time while
 * the others go on with what is held. Where the source fails, what is held goes on serving until it is {@code maxStale} older
 * still, and the source is asked at most once per {@code retryAfter}; after that, and where nothing is held, callers get
 * {@link UnavailableException}.
 *
 * @param <T> the secret's type
 */
public final class HeldSecret<T> {

    private final Supplier<T> source;
    private final InstantSource clock;
    private final Duration maxAge;
    private final Duration maxStale;
    private final Duration retryAfter;
    private final ReentrantLock fetching = new ReentrantLock();
    private volatile @Nullable Held<T> held;
    private volatile @Nullable Instant lastFailure;

    private record Held<T>(T value, Instant fetchedAt) {}

    public HeldSecret(
            Supplier<T> source, InstantSource clock, Duration maxAge, Duration maxStale, Duration retryAfter) {
        this.source = source;
        this.clock = clock;
        this.maxAge = maxAge;
        this.maxStale = maxStale;
        this.retryAfter = retryAfter;
    }

    /** The secret, at most {@code maxAge} old while its source answers. */
    public T get() {
        return getNotOlderThan(maxAge);
    }

    /** The secret, fetched anew if it is older than this: for who misses something in it. */
    T getNotOlderThan(Duration age) {
        Held<T> seen = held;
        if (seen != null && isWithin(seen, age)) {
            return seen.value();
        }
        Held<T> stale = seen != null && isWithin(seen, maxAge.plus(maxStale)) ? seen : null;
        if (stale == null) {
            fetching.lock();
        } else if (failedRecently() || !fetching.tryLock()) {
            return stale.value();
        }
        try {
            return fetchUnlessDone(age, stale);
        } finally {
            fetching.unlock();
        }
    }

    /**
     * The secret, not older than this: for who must not judge by an older one. Throws {@link UnavailableException} where its
     * source fails.
     */
    T getFresh(Duration age) {
        Held<T> seen = held;
        if (seen != null && isWithin(seen, age)) {
            return seen.value();
        }
        fetching.lock();
        try {
            return fetchUnlessDone(age, null);
        } finally {
            fetching.unlock();
        }
    }

    private T fetchUnlessDone(Duration age, @Nullable Held<T> stale) {
        Held<T> now = held;
        if (now != null && isWithin(now, age)) {
            return now.value();
        }
        if (stale == null && failedRecently()) {
            throw new UnavailableException("the secret's source failed a moment ago");
        }
        try {
            T value = source.get();
            held = new Held<>(value, clock.instant());
            lastFailure = null;
            return value;
        } catch (UnavailableException e) {
            lastFailure = clock.instant();
            if (stale == null) {
                throw e;
            }
            return stale.value();
        }
    }

    private boolean failedRecently() {
        Instant failure = lastFailure;
        return failure != null && isWithin(failure, retryAfter);
    }

    private boolean isWithin(Held<T> secret, Duration age) {
        return isWithin(secret.fetchedAt(), age);
    }

    /** A time in the future (the clock was set back) is not within any age. */
    private boolean isWithin(Instant time, Duration age) {
        Duration passed = Duration.between(time, clock.instant());
        return !passed.isNegative() && passed.compareTo(age) < 0;
    }
}
