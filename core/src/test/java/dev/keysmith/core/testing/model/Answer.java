package dev.keysmith.core.testing.model;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** What a deployment answers. */
public sealed interface Answer {

    /** No, with a code of the catalogue. */
    record Refused(String code) implements Answer {}

    /** No: the refresh window has not opened. */
    record TooEarly(Instant refreshAfter) implements Answer {}

    /** A key. */
    record Key(Shown key) implements Answer {}

    /** A key and its new secret. */
    record NewSecret(Shown key, String secret, boolean replayed) implements Answer {
        @Override
        public String toString() {
            return "NewSecret[" + key + (replayed ? ", replayed]" : "]");
        }
    }

    /** A token: what it may, and for how long. */
    record Token(String text, Set<String> scopes, Duration lifetime) implements Answer {
        @Override
        public String toString() {
            return "Token[" + scopes + ", " + lifetime + "]";
        }
    }

    /** Keys, in the order in which they were listed. */
    record Keys(List<Shown> keys) implements Answer {}

    /** For each entry of an import its key id, or the code of its refusal. */
    record Imported(List<Result> results) implements Answer {

        /**
         * What came of one entry.
         *
         * @param outcome {@code imported}, or a code
         * @param keyId the key that was taken
         * @param seen the same, as a look at it shows it
         */
        public record Result(String outcome, Optional<String> keyId, Optional<Shown> seen) {

            public static Result imported(String keyId) {
                return new Result("imported", Optional.of(keyId), Optional.empty());
            }

            public static Result refused(String code) {
                return new Result(code, Optional.empty(), Optional.empty());
            }

            Result seen(Shown key) {
                return new Result(outcome, keyId, Optional.of(key));
            }
        }
    }

    /** A part of a revocation of many keys; with the key that it began with, if it began with one. */
    record Swept(Optional<Shown> key, int revoked, Optional<String> continuation, Optional<Duration> retryAfter)
            implements Answer {}

    /** Yes. */
    record Done() implements Answer {}
}
