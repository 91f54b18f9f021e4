package dev.keysmith.core.token;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.keysmith.core.settings.SettingException;
import dev.keysmith.core.settings.Settings;
import io.micronaut.core.value.MapPropertyResolver;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class JwtSettingsTest {

    @Test
    void jwtsAreOnAndTheFirstAudienceIsTheDefault() {
        JwtSettings settings = settings(Map.of());
        assertThat(settings.areOn()).isTrue();
        assertThat(settings.issuer()).isEqualTo("https://keys.example.com");
        assertThat(settings.audiences()).containsExactly("our-api", "other");
        assertThat(settings.clockSkew()).isEqualTo(Duration.ofSeconds(5));
    }

    @ParameterizedTest
    @ValueSource(strings = {"keysmith.issuer", "keysmith.audiences"})
    void issuerAndAudiencesHaveNoDefaults(String property) {
        assertThatThrownBy(() -> settings(Map.of(property, "")))
                .isInstanceOf(SettingException.class)
                .hasMessageContaining(property.equals("keysmith.issuer") ? "KEYSMITH_ISSUER" : "KEYSMITH_AUDIENCES");
    }

    @Test
    void switchedOffNeitherIsNeeded() {
        JwtSettings settings = new JwtSettings(new Settings(new MapPropertyResolver(Map.of("keysmith.jwt", "off"))));
        assertThat(settings.areOn()).isFalse();
    }

    @ParameterizedTest
    @CsvSource({
        "keysmith.jwt, On",
        "keysmith.jwt, true",
        "keysmith.issuer, a b",
        "keysmith.issuer, a\"b",
        "keysmith.issuer, a\\b",
        "keysmith.issuer, é",
        "keysmith.audiences, a a",
        "keysmith.audiences, a\"b",
        "keysmith.clock-skew, PT61S",
        "keysmith.clock-skew, -PT1S",
        "keysmith.clock-skew, 5",
    })
    void anythingElseStopsTheStartAndIsNamed(String property, String value) {
        assertThatThrownBy(() -> settings(Map.of(property, value)))
                .isInstanceOf(SettingException.class)
                .hasMessageContaining("KEYSMITH_");
    }

    @Test
    void thereAreAtMostTenAudiences() {
        assertThat(settings(Map.of("keysmith.audiences", audiences(10))).audiences())
                .hasSize(10);
        assertThatThrownBy(() -> settings(Map.of("keysmith.audiences", audiences(11))))
                .isInstanceOf(SettingException.class)
                .hasMessageContaining("KEYSMITH_AUDIENCES");
    }

    private static String audiences(int count) {
        return IntStream.range(0, count)
                .mapToObj(number -> "audience-" + number)
                .collect(Collectors.joining(" "));
    }

    private static JwtSettings settings(Map<String, Object> overrides) {
        Map<String, Object> properties = new HashMap<>(
                Map.of("keysmith.issuer", "https://keys.example.com", "keysmith.audiences", "our-api  other"));
        properties.putAll(overrides);
        return new JwtSettings(new Settings(new MapPropertyResolver(properties)));
    }
}
