package dev.keysmith.core.key;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class TokenDenialsTest {

    private static final Instant NOW = Instant.parse("2026-11-20T12:00:00Z");
    private static final Instant EXPIRES_AT = NOW.plus(Duration.ofHours(1));
    private static final Duration SKEW = Duration.ofSeconds(5);

    @Test
    void nothingIsDeniedAtFirst() {
        assertThat(TokenDenials.NONE.cover("a", NOW)).isFalse();
        assertThat(TokenDenials.NONE.cover("a", Instant.EPOCH)).isFalse();
    }

    @Test
    void deniedTokenIsAndNoOther() {
        TokenDenials denials = TokenDenials.NONE.with("a", EXPIRES_AT, NOW, SKEW);
        assertThat(denials.cover("a", NOW)).isTrue();
        assertThat(denials.cover("b", NOW)).isFalse();
        assertThat(denials.cover("b", Instant.EPOCH)).isFalse();
    }

    /** Who verifies takes a token until its expiry and the skew, by a clock that may be behind by as much again. */
    @Test
    void denialIsKeptUntilNobodyTakesTheTokenAnyMore() {
        TokenDenials denials = TokenDenials.NONE.with("a", EXPIRES_AT, NOW, SKEW);
        Instant end = EXPIRES_AT.plus(SKEW).plus(SKEW);

        TokenDenials justBefore = denials.with("b", end.plus(SKEW), end.minusMillis(1), SKEW);
        assertThat(justBefore.cover("a", NOW)).isTrue();
        assertThat(denials.with("b", end.plus(SKEW), end, SKEW).until()).containsOnlyKeys("b");
    }

    @Test
    void oneMoreThanThereIsRoomForDeniesAllThatAreOlder() {
        TokenDenials denials = full();
        assertThat(denials.until()).hasSize(TokenDenials.MAX_SIZE);
        assertThat(denials.notBefore()).isEmpty();

        TokenDenials all = denials.with("one more", EXPIRES_AT, NOW, SKEW);

        assertThat(all).isEqualTo(new TokenDenials(Map.of(), Optional.of(NOW.plus(SKEW))));
        assertThat(all.cover("7", NOW)).isTrue();
        assertThat(all.cover("never named", NOW)).isTrue();
        // Minted by a clock that is ahead as far as one may be.
        assertThat(all.cover("one more", NOW.plus(SKEW))).isTrue();
        assertThat(all.cover("a new one", NOW.plus(SKEW).plusSeconds(1))).isFalse();
    }

    @Test
    void sameTokenAgainTakesNoMoreRoom() {
        assertThat(full().with("7", EXPIRES_AT, NOW, SKEW).until()).hasSize(TokenDenials.MAX_SIZE);
    }

    @Test
    void expiredOnesMakeRoom() {
        Instant later = EXPIRES_AT.plus(SKEW).plus(SKEW);
        TokenDenials denials = full().with("one more", later.plus(SKEW), later, SKEW);
        assertThat(denials.until()).containsOnlyKeys("one more");
        assertThat(denials.notBefore()).isEmpty();
    }

    @Test
    void whatIsDeniedByTimeStaysDenied() {
        TokenDenials denials = new TokenDenials(full().until(), Optional.of(NOW.plusSeconds(60)));

        assertThat(denials.with("0", EXPIRES_AT, NOW, SKEW).notBefore()).contains(NOW.plusSeconds(60));
        // By a clock that is behind.
        assertThat(denials.with("one more", EXPIRES_AT, NOW, SKEW).notBefore()).contains(NOW.plusSeconds(60));
        assertThat(denials.with("one more", EXPIRES_AT, NOW.plusSeconds(58), SKEW)
                        .notBefore())
                .contains(NOW.plusSeconds(63));
    }

    private static TokenDenials full() {
        TokenDenials denials = TokenDenials.NONE;
        for (int i = 0; i < TokenDenials.MAX_SIZE; i++) {
            denials = denials.with(Integer.toString(i), EXPIRES_AT, NOW, SKEW);
        }
        return denials;
    }
}
