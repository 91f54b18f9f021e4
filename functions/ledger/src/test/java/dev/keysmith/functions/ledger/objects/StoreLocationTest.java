package dev.keysmith.functions.ledger.objects;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.keysmith.core.settings.SettingException;
import dev.keysmith.core.settings.Settings;
import io.micronaut.core.value.MapPropertyResolver;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class StoreLocationTest {

    @Test
    void bucketAndPrefixAreRead() {
        assertThat(read("s3://ledger-of-acme/keysmith/prod"))
                .isEqualTo(new StoreLocation.Bucket("ledger-of-acme", "keysmith/prod/"));
        assertThat(read("s3://ledger-of-acme/keysmith/"))
                .isEqualTo(new StoreLocation.Bucket("ledger-of-acme", "keysmith/"));
        assertThat(read("s3://ledger-of-acme")).isEqualTo(new StoreLocation.Bucket("ledger-of-acme", ""));
    }

    @Test
    void folderIsRead() {
        assertThat(read("file:///var/lib/key smith"))
                .isEqualTo(new StoreLocation.Folder(Path.of("/var/lib/key smith")));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "/var/lib",
                "file://host/var",
                "file:/var",
                "s3://",
                "s3://A/b",
                "s3://bucket//x",
                "s3://bucket/../x",
                "http://bucket",
                "file:///a%20b"
            })
    void otherTextStopsTheStart(String text) {
        assertThatThrownBy(() -> read(text))
                .isInstanceOf(SettingException.class)
                .hasMessageContaining("KEYSMITH_LEDGER_STORE");
    }

    private static StoreLocation read(String text) {
        return StoreLocation.read(new Settings(new MapPropertyResolver(Map.of("keysmith.ledger-store", text))));
    }
}
