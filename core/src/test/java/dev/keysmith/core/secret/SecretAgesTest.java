package dev.keysmith.core.secret;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.keysmith.core.error.UnavailableException;
import dev.keysmith.core.settings.SettingException;
import dev.keysmith.core.settings.Settings;
import dev.keysmith.core.testing.TestClock;
import dev.keysmith.core.testing.TestSecretSource;
import io.micronaut.core.value.MapPropertyResolver;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class SecretAgesTest {

    private final TestClock clock = new TestClock();
    private final TestSecretSource source = new TestSecretSource("one");

    @Test
    void secretsAreHeldForFiveMinutesAndThroughAnOutageForAnHourMore() {
        SecretAges ages = new SecretAges(settings(Map.of()));
        HeldSecret<String> held = ages.hold(() -> source.fetch("name"), clock);
        held.get();
        source.put("two");
        clock.advance(Duration.ofMinutes(5).minusMillis(1));
        assertThat(held.get()).isEqualTo("one");
        assertThat(ages.maxAge()).isEqualTo(Duration.ofMinutes(5));

        source.cutOff();
        clock.advance(Duration.ofHours(1));
        assertThat(held.get()).isEqualTo("one");
        clock.advance(Duration.ofSeconds(1));
        assertThatThrownBy(held::get).isInstanceOf(UnavailableException.class);
    }

    @Test
    void agesAreAsConfigured() {
        SecretAges ages = new SecretAges(
                settings(Map.of("keysmith.secret-max-age", "PT1S", "keysmith.secret-max-stale", "PT0S")));
        HeldSecret<String> held = ages.hold(() -> source.fetch("name"), clock);
        held.get();
        source.cutOff();
        clock.advance(Duration.ofSeconds(1));
        assertThatThrownBy(held::get).isInstanceOf(UnavailableException.class);
    }

    @ParameterizedTest
    @CsvSource({
        "keysmith.secret-max-age, PT0S",
        "keysmith.secret-max-age, PT61M",
        "keysmith.secret-max-stale, -PT1S",
        "keysmith.secret-max-stale, PT25H",
    })
    void otherAgesStopTheStart(String property, String value) {
        assertThatThrownBy(() -> new SecretAges(settings(Map.of(property, value))))
                .isInstanceOf(SettingException.class)
                .hasMessageContaining("KEYSMITH_SECRET_MAX_");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"keysmith/verification", "arn:aws:secretsmanager:eu-central-1:123456789012:secret:x-AbCdEf"})
    void nameOfASecretIsANameOrAnArn(String name) {
        assertThat(SecretAges.name(settings(Map.of("keysmith.a-secret", name)), "keysmith.a-secret"))
                .isEqualTo(name);
    }

    @ParameterizedTest
    @ValueSource(strings = {" ", "a b", "a\nb", "a\"b"})
    void anythingElseIsNone(String name) {
        assertThatThrownBy(() -> SecretAges.name(settings(Map.of("keysmith.a-secret", name)), "keysmith.a-secret"))
                .isInstanceOf(SettingException.class)
                .hasMessageContaining("KEYSMITH_A_SECRET");
    }

    private static Settings settings(Map<String, Object> properties) {
        return new Settings(new MapPropertyResolver(properties));
    }
}
