package dev.keysmith.functions.rotatesecret;

import dev.keysmith.core.testing.TestClock;
import io.micronaut.context.annotation.Factory;
import io.micronaut.context.annotation.Primary;
import io.micronaut.context.annotation.Replaces;
import io.micronaut.context.annotation.Requires;
import jakarta.inject.Singleton;
import java.time.InstantSource;

/** The clock of a test for the function's context, where a test brings one. */
@Factory
@Requires(bean = TestClock.class)
final class MovedClock {

    @Primary
    @Singleton
    @Replaces(InstantSource.class)
    InstantSource clock(TestClock clock) {
        return clock;
    }
}
