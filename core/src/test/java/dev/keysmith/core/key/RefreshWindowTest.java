package dev.keysmith.core.key;

import static org.assertj.core.api.Assertions.assertThat;

import dev.keysmith.core.issuing.IssueResult;
import dev.keysmith.core.settings.Settings;
import dev.keysmith.core.testing.Core;
import io.micronaut.core.value.MapPropertyResolver;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.Test;

class RefreshWindowTest {

    private final Core core = new Core();
    private final ApiKeyMetadata key =
            ((IssueResult.Issued) core.issuer.issue(core.admin(), Core.named("a week"), Core.ORIGIN)).metadata();

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
        assertThat(window(Map.of("keysmith.refresh-window", "PT200H")).opensAt(key))
                .isEqualTo(key.createdAt());
    }

    private static RefreshWindow window(Map<String, Object> properties) {
        return new RefreshWindow(new Settings(new MapPropertyResolver(properties)));
    }
}
