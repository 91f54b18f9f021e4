package dev.keysmith.functions.api.key;

import static org.assertj.core.api.Assertions.assertThat;

import dev.keysmith.core.key.IssuedKey;
import dev.keysmith.core.key.RefreshWindow;
import dev.keysmith.core.settings.Settings;
import dev.keysmith.core.testing.Asked;
import dev.keysmith.core.testing.Core;
import io.micronaut.core.value.MapPropertyResolver;
import java.util.Map;
import org.junit.jupiter.api.Test;

class IssuedKeyViewTest {

    @Test
    void textOfItNamesTheKeyAndDoesNotShowIt() {
        Core core = new Core();
        IssuedKey issued = core.issue(core.admin(), Asked.forKey().build());
        KeyViews views = new KeyViews(new RefreshWindow(new Settings(new MapPropertyResolver(Map.of()))), core.clock);

        IssuedKeyView view = new IssuedKeyView(issued.key().reveal(), views.view(issued.metadata()));

        assertThat(view.toString())
                .contains(issued.metadata().keyId().value())
                .doesNotContain("ks_live", issued.key().reveal().substring(26));
    }
}
