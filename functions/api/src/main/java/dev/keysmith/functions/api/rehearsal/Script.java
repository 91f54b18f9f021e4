package dev.keysmith.functions.api.rehearsal;

import java.security.SecureRandom;
import java.time.Instant;
import java.util.Map;
import java.util.function.Consumer;

/** What a function rehearses: a bean of the function. */
@FunctionalInterface
public interface Script {

    /** Writes it anew, for one rehearsal. */
    Play write(SecureRandom random, Instant now);

    /** Whether the function ever asks DynamoDB. */
    default boolean readsTables() {
        return true;
    }

    /**
     * A rehearsal.
     *
     * @param secrets the texts of the function's secrets, by the settings that name them
     * @param calls calls the function as its clients do
     */
    record Play(Map<String, String> secrets, Consumer<Stage> calls) {

        public Play {
            secrets = Map.copyOf(secrets);
        }

        @Override
        public String toString() {
            return "Play" + secrets.keySet();
        }
    }
}
