package dev.keysmith.core.replay;

import jakarta.inject.Singleton;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Optional;

/** Keeps answers for 10 minutes and gives them again to the same request of the same caller. */
@Singleton
public final class Replays {

    /** How long an answer can be had again. */
    public static final Duration KEPT_FOR = Duration.ofMinutes(10);

    private final ReplayRepository repository;
    private final InstantSource clock;
    private final SecureRandom random;

    public Replays(ReplayRepository repository, InstantSource clock, SecureRandom random) {
        this.repository = repository;
        this.clock = clock;
        this.random = random;
    }

    /** What is known of a request's answer. */
    public sealed interface Recollection {

        /** The request was not made before, or too long ago. */
        record None() implements Recollection {}

        /** It was made, and this was its answer. */
        @SuppressWarnings("ArrayRecordComponent") // It is handed on to the caller, and never compared.
        record Answered(byte[] answer) implements Recollection {
            @Override
            public String toString() {
                return "Answered[…]";
            }
        }

        /** Another request was made under this idempotency key. */
        record Mismatch() implements Recollection {}
    }

    /** What was answered to this request: one read. */
    public Recollection recall(RepeatableRequest request) {
        Optional<Replay> kept =
                repository.find(request.id()).filter(replay -> clock.instant().isBefore(replay.expiresAt()));
        if (kept.isEmpty()) {
            return new Recollection.None();
        }
        return request.open(kept.get().sealed())
                .<Recollection>map(Recollection.Answered::new)
                .orElseGet(Recollection.Mismatch::new);
    }

    /** The answer to what was done as it is to be written, together with what it answers. */
    public <T> Replay seal(Repeatable<T> repeatable, T done) {
        RepeatableRequest request = repeatable.request();
        byte[] answer = repeatable.encoder().apply(done);
        return new Replay(
                request.id(), request.seal(answer, random), clock.instant().plus(KEPT_FOR));
    }
}
