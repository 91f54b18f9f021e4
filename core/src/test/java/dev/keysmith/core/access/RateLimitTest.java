package dev.keysmith.core.access;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class RateLimitTest {

    @ParameterizedTest
    @CsvSource({
        "1000, 3600, 1000, 3600, true",
        "999, 3600, 1000, 3600, true",
        "1001, 3600, 1000, 3600, false",
        // Fewer at once, but more per second.
        "100, 1, 1000, 3600, false",
        // As many per second, but more at once.
        "2000, 7200, 1000, 3600, false",
        "1000, 7200, 1000, 3600, true",
        "10000000, 1, 10000000, 2592000, false",
    })
    void isWithinAnotherByBurstAndByRequestsPerSecond(
            int requests, int window, int otherRequests, int otherWindow, boolean within) {
        RateLimit rate = new RateLimit(requests, Duration.ofSeconds(window));
        assertThat(rate.isWithin(new RateLimit(otherRequests, Duration.ofSeconds(otherWindow))))
                .isEqualTo(within);
    }
}
