package dev.keysmith.core.replay;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class IdempotencyKeyTest {

    @Test
    void visibleAsciiOfUpTo255CharactersIsTaken() {
        for (String text : new String[] {"!", "~", "8e03978e-40d5-43dd-bc93-6894a57f9324", "x".repeat(255)}) {
            assertThat(IdempotencyKey.parse(text)).contains(new IdempotencyKey(text));
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"", " ", "a b", "a\n", "\ta", "\u007f", "é", "\u0000"})
    void anythingElseIsRefused(String text) {
        assertRefused(text);
    }

    @Test
    void longerOnesAreRefused() {
        assertRefused("x".repeat(256));
    }

    private static void assertRefused(String text) {
        assertThat(IdempotencyKey.parse(text)).isEmpty();
        assertThatThrownBy(() -> new IdempotencyKey(text)).isInstanceOf(IllegalArgumentException.class);
    }
}
