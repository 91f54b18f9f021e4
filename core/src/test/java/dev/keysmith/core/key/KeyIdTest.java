package dev.keysmith.core.key;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class KeyIdTest {

    @Test
    void sixteenBase62CharactersAreAKeyId() {
        assertThat(KeyId.parse("09AZaz0123456789")).contains(new KeyId("09AZaz0123456789"));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "012345678901234",
                "01234567890123456",
                "012345678901234\"",
                "0123456789 12345",
                "01234567890/2345",
                "0123456789:12345",
                "0123456789@12345",
                "0123456789[12345",
                "0123456789`12345",
                "0123456789{12345",
                "0123456789é12345",
                "012345678901234\n"
            })
    void otherTextsAreNone(String text) {
        assertThat(KeyId.parse(text)).isEmpty();
        assertThatThrownBy(() -> new KeyId(text)).isInstanceOf(IllegalArgumentException.class);
    }
}
