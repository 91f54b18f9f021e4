package dev.keysmith.local.gateway;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

class TokenBucketTest {

    private final AtomicLong nanos = new AtomicLong(-5_000_000_000L);
    private final TokenBucket bucket = new TokenBucket(10, 3, nanos::get);

    @Test
    void aBurstPassesAndThenTheRate() {
        assertThat(taken(10)).isEqualTo(3);
        nanos.addAndGet(99_000_000);
        assertThat(bucket.take()).isFalse();
        nanos.addAndGet(1_000_001);
        assertThat(bucket.take()).isTrue();
        assertThat(bucket.take()).isFalse();
    }

    @Test
    void aLongPauseSavesNoMoreThanTheBurst() {
        assertThat(taken(10)).isEqualTo(3);
        nanos.addAndGet(3_600_000_000_000L);
        assertThat(taken(10)).isEqualTo(3);
    }

    private int taken(int tries) {
        int taken = 0;
        for (int i = 0; i < tries; i++) {
            taken += bucket.take() ? 1 : 0;
        }
        return taken;
    }
}
