package dev.keysmith.functions.issue;

import dev.keysmith.core.granting.RequestedRate;
import io.micronaut.core.annotation.Introspected;

/** A rate that is asked for. */
@Introspected
record RateLimitRequest(Integer requests, Integer windowSeconds) {

    RequestedRate asked() {
        return new RequestedRate(requests, windowSeconds);
    }
}
