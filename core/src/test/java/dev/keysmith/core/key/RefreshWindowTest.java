package dev.keysmith.core.key;

import static org.assertj.core.api.Assertions.assertThat;

import dev.keysmith.core.settings.Settings;
import dev.keysmith.core.testing.Asked;
import dev.keysmith.core.testing.Core;
import io.micronaut.core.value.MapPropertyResolver;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.Test;

class RefreshWindowTest {

    private final Core core = new Core();
    private final Validity key =
            core.issue(core.admin(), Asked.forKey().build()).metadata().validity();

    @Test
    void windowOpensADayBeforeExpiry() {
        assertThat(window(Map.of()).opensAt(key)).isEqualTo(key.expiresAt().minus(Duration.ofHours(24)));
    }

    @Test
    void windowOpensAsTheDeploymentSays() {
        assertThat(window(Map.of("keysmith.refresh-window", "PT1H")).opensAt(key))
                .isEqualTo(key.expiresAt().minus(Duration.ofHours(1)));
    }

    @Test
    void keyThatLivesNoLongerThanTheWindowMayBeRefreshedFromItsIssue() {
        Validity brief = new Validity(
                key.createdAt(),
                key.createdAt().plusSeconds(60),
                Duration.ofSeconds(60),
                Duration.ofDays(7),
                key.maxExpiresAt());
        assertThat(window(Map.of()).opensAt(brief)).isEqualTo(key.createdAt());
    }

    @Test
    void windowDoesNotOpenBeforeARefreshBringsAnything() {
        Validity lasting = new Validity(
                key.createdAt(), key.expiresAt(), Duration.ofDays(7), Duration.ofHours(2), key.maxExpiresAt());
        assertThat(window(Map.of()).opensAt(lasting)).isEqualTo(key.expiresAt().minus(Duration.ofHours(2)));
    }

    private static RefreshWindow window(Map<String, Object> properties) {
        return new RefreshWindow(new Settings(new MapPropertyResolver(properties)));
    }
}
