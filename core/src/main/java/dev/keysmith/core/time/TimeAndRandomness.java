package dev.keysmith.core.time;

import io.micronaut.context.annotation.Factory;
import io.micronaut.context.annotation.Primary;
import jakarta.inject.Singleton;
import java.security.SecureRandom;
import java.time.Clock;
import java.time.InstantSource;
import java.time.ZoneOffset;

/** The machine's own clock, in whole milliseconds, and its own randomness. */
@Factory
final class TimeAndRandomness {

    // Micronaut's own context module brings a clock as well.
    @Primary
    @Singleton
    InstantSource clock() {
        return Clock.tickMillis(ZoneOffset.UTC);
    }

    @Singleton
    Clocks clocks(InstantSource wall) {
        return new Clocks(wall, System::nanoTime);
    }

    @Singleton
    SecureRandom random() {
        return new SecureRandom();
    }
}
