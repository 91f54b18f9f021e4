package dev.keysmith.core.revoking;

import static org.assertj.core.api.Assertions.assertThat;

import dev.keysmith.core.key.KeyId;
import dev.keysmith.core.key.KeyPosition;
import java.time.Instant;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class SweepTest {

    private static final Instant QUIET_FROM = Instant.parse("2026-11-20T12:00:30.123Z");
    private static final Instant BEGAN = Instant.parse("2026-11-20T12:00:00.456Z");
    private static final KeyId ONE = new KeyId("0123456789abcdef");
    private static final KeyId TWO = new KeyId("ABCDEFghijklmnop");

    @Test
    void textReadsBackAsItWasWritten() {
        for (Optional<Instant> began : List.of(Optional.<Instant>empty(), Optional.of(BEGAN))) {
            for (Optional<KeyPosition> position :
                    List.of(Optional.<KeyPosition>empty(), Optional.of(new KeyPosition(Instant.EPOCH, TWO)))) {
                for (Set<KeyId> issuers : List.of(Set.<KeyId>of(), Set.of(ONE), Set.of(ONE, TWO))) {
                    Sweep sweep = new Sweep(QUIET_FROM, began, position, issuers);
                    assertThat(Sweep.parse(sweep.toText())).contains(sweep);
                }
            }
        }
    }

    @Test
    void orderOfIssuersStays() {
        Set<KeyId> issuers = new LinkedHashSet<>(List.of(TWO, ONE));
        Sweep sweep = new Sweep(QUIET_FROM, Optional.empty(), Optional.empty(), issuers);
        assertThat(Sweep.parse(sweep.toText()).orElseThrow().issuers()).containsExactly(TWO, ONE);
    }

    @Test
    void textIsOfLettersDigitsAndFewSigns() {
        Sweep sweep =
                new Sweep(QUIET_FROM, Optional.of(BEGAN), Optional.of(new KeyPosition(BEGAN, ONE)), Set.of(ONE, TWO));
        assertThat(sweep.toText()).matches("[A-Za-z0-9.~,-]+");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "~",
                "~~~",
                "-~-~-~-",
                "1~-~-",
                "1~-~-~-~-",
                "1~-~-~",
                "1~~-~-",
                "1~-~~-",
                "x~-~-~-",
                "-1~-~-~-",
                "1~-1~-~-",
                "1e3~-~-~-",
                "9223372036854775808~-~-~-",
                "9223372036854775807~-~-~-",
                "1~9223372036854775807~-~-",
                "1~-~0123456789abcdef~-",
                "1~-~1.0123456789abcde~-",
                "1~-~1.0123456789abcdef.~-",
                "1~-~-~0123456789abcde",
                "1~-~-~0123456789abcdef,",
                "1~-~-~,0123456789abcdef",
                "1~-~-~-,0123456789abcdef",
                "1~-~-~0123456789abcde/",
                "1~-~-~0123456789abcdef\n",
                " 1~-~-~-",
                "1 ~-~-~-"
            })
    void garbageIsEmpty(String text) {
        assertThat(Sweep.parse(text)).isEmpty();
    }

    @Test
    void passIsTheLastOneIfItBeganWhenNothingCouldAppearAnyMore() {
        Sweep sweep = Sweep.starting(BEGAN, QUIET_FROM, Set.of());
        assertThat(sweep.isLastPass()).isFalse();
        assertThat(Sweep.starting(QUIET_FROM.minusMillis(1), QUIET_FROM, Set.of())
                        .isLastPass())
                .isFalse();
        assertThat(Sweep.starting(QUIET_FROM, QUIET_FROM, Set.of()).isLastPass())
                .isTrue();
        assertThat(sweep.goingOnAt(Optional.empty()).isLastPass()).isFalse();
        assertThat(Sweep.starting(QUIET_FROM, QUIET_FROM, Set.of())
                        .quietFromAtLeast(QUIET_FROM.plusMillis(1))
                        .isLastPass())
                .isFalse();
    }

    @Test
    void quietTimeOnlyRises() {
        Sweep sweep = Sweep.starting(BEGAN, QUIET_FROM, Set.of());
        assertThat(sweep.quietFromAtLeast(Instant.EPOCH).quietFrom()).isEqualTo(QUIET_FROM);
        assertThat(sweep.quietFromAtLeast(QUIET_FROM.plusSeconds(1)).quietFrom())
                .isEqualTo(QUIET_FROM.plusSeconds(1));
    }
}
