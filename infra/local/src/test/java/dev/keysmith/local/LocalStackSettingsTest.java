package dev.keysmith.local;

import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.net.URI;
import java.nio.file.Path;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class LocalStackSettingsTest {

    private static final Path HERE = Path.of(".");

    @ParameterizedTest
    @ValueSource(ints = {-1, 65_536})
    void portThatIsNoneIsNamed(int port) {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new LocalStackSettings(HERE, HERE, port))
                .withMessageContaining("--port");
    }

    @ParameterizedTest
    @ValueSource(strings = {"localhost:4566", "ftp://127.0.0.1/", "http:///path", "4566"})
    void endpointThatIsNoUrlIsNamed(String endpoint) {
        LocalStackSettings settings = new LocalStackSettings(HERE, HERE, 0);

        assertThatIllegalArgumentException()
                .isThrownBy(() -> settings.withAwsEndpoint(Optional.of(URI.create(endpoint))))
                .withMessageContaining("--aws-endpoint");
    }

    @Test
    void storesOfOthersAreNotEmptied() {
        LocalStackSettings settings =
                new LocalStackSettings(HERE, HERE, 0).withAwsEndpoint(Optional.of(URI.create("http://127.0.0.1:4566")));

        assertThatIllegalArgumentException()
                .isThrownBy(() -> settings.withReset(true))
                .withMessageContaining("--reset");
    }
}
