package dev.keysmith.core.settings;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.micronaut.core.value.MapPropertyResolver;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class SettingsTest {

    @ParameterizedTest
    @ValueSource(strings = {"-PT5M", "PT0S", "PT2H", "five minutes", "300", ""})
    void wrongDurationNamesTheSetting(String value) {
        assertThatThrownBy(() -> settings(value)
                        .duration(
                                "keysmith.some-age", Duration.ofMinutes(5), Duration.ofSeconds(1), Duration.ofHours(1)))
                .isInstanceOf(SettingException.class)
                .hasMessageStartingWith("setting KEYSMITH_SOME_AGE must be");
    }

    @ParameterizedTest
    @ValueSource(strings = {"0", "11", "ten", "", "99999999999999"})
    void wrongNumberNamesTheSetting(String value) {
        assertThatThrownBy(() -> settings(value).number("keysmith.some-age", 5, 1, 10))
                .isInstanceOf(SettingException.class)
                .hasMessageStartingWith("setting KEYSMITH_SOME_AGE must be");
    }

    @ParameterizedTest
    @ValueSource(strings = {"PT1S", "PT1H"})
    void boundsOfADurationAreWithinIt(String value) {
        assertThat(settings(value)
                        .duration(
                                "keysmith.some-age", Duration.ofMinutes(5), Duration.ofSeconds(1), Duration.ofHours(1)))
                .isEqualTo(Duration.parse(value));
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 10})
    void boundsOfANumberAreWithinIt(int value) {
        assertThat(settings(Integer.toString(value)).number("keysmith.some-age", 5, 1, 10))
                .isEqualTo(value);
    }

    @Test
    void blankTextIsMissing() {
        assertThatThrownBy(() -> settings(" ").text("keysmith.some-age")).isInstanceOf(SettingException.class);
        assertThat(settings("x").text("keysmith.some-age")).isEqualTo("x");
    }

    @Test
    void missingTextNamesTheSetting() {
        assertThatThrownBy(() -> new Settings(new MapPropertyResolver(Map.of())).text("keysmith.keys-table"))
                .isInstanceOf(SettingException.class)
                .hasMessage("setting KEYSMITH_KEYS_TABLE must be set");
    }

    @Test
    void whatIsSetReplacesTheDefault() {
        assertThat(settings("PT7M")
                        .duration("keysmith.some-age", Duration.ofMinutes(5), Duration.ZERO, Duration.ofHours(1)))
                .isEqualTo(Duration.ofMinutes(7));
        assertThat(settings("7").number("keysmith.some-age", 5, 1, 10)).isEqualTo(7);
        assertThat(settings("7").number("keysmith.other", 5, 1, 10)).isEqualTo(5);
    }

    private static Settings settings(String value) {
        return new Settings(new MapPropertyResolver(Map.of("keysmith.some-age", value)));
    }
}
