package dev.keysmith.functions.ledger.database;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.keysmith.core.settings.SettingException;
import dev.keysmith.core.settings.Settings;
import io.micronaut.core.value.MapPropertyResolver;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class DatabaseSettingsTest {

    private static final String ADDRESS = "keysmith_writer@db-1.example.com:5433/keysmith";

    @Test
    void userIsOfASecretOrOfIam() {
        assertThat(settings(Map.of("keysmith.database-secret", "db/writer")).login())
                .isEqualTo(new DatabaseLogin.ByPassword("db/writer"));
        assertThat(settings(Map.of("keysmith.database-iam", ADDRESS)).login())
                .isEqualTo(new DatabaseLogin.ByIam("keysmith_writer", "db-1.example.com", 5433, "keysmith"));
    }

    @Test
    void neitherOrBothIsWrong() {
        assertWrong("KEYSMITH_DATABASE_SECRET", Map.of());
        assertWrong(
                "KEYSMITH_DATABASE_IAM",
                Map.of("keysmith.database-secret", "db/writer", "keysmith.database-iam", ADDRESS));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "db.example:5432/keysmith",
                "writer@db.example/keysmith",
                "writer@db.example:5432",
                "writer@db.example:0/keysmith",
                "writer@db.example:65536/keysmith",
                "writer@db.example:5432/key smith",
                "writer@db.example:5432/keysmith?sslmode=disable",
                "writer@a,b:5432/keysmith",
                "writer;@db.example:5432/keysmith",
                "writer@evil.example/@db.example:5432/keysmith"
            })
    void addressOfAnotherFormIsWrong(String address) {
        assertWrong("KEYSMITH_DATABASE_IAM", Map.of("keysmith.database-iam", address));
    }

    @Test
    void tokenIsSentToNobodyWhoIsNotVerified() {
        assertWrong(
                "KEYSMITH_DATABASE_TLS", Map.of("keysmith.database-iam", ADDRESS, "keysmith.database-tls", "disable"));
    }

    @Test
    void certificatesAreAFileThatIsThere(@TempDir Path directory) throws IOException {
        Path file = Files.writeString(directory.resolve("ca.pem"), "");
        Map<String, Object> known = Map.of("keysmith.database-iam", ADDRESS);

        assertThat(settings(known).certificates()).isEmpty();
        assertThat(settings(with(known, "keysmith.database-ca", file.toString()))
                        .certificates())
                .hasValue(file);
        assertWrong("KEYSMITH_DATABASE_CA", with(known, "keysmith.database-ca", file + ".missing"));
    }

    @Test
    void madeUserIsOfASecretOrOfIamToo() {
        assertThat(user(Map.of("keysmith.database-reader-secret", "db/reader")))
                .isEqualTo(new UserSetting.ByPassword("db/reader"));
        assertThat(user(Map.of("keysmith.database-reader-iam", "keysmith_reader")))
                .isEqualTo(new UserSetting.ByIam("keysmith_reader"));
        assertThatExceptionOfType(SettingException.class)
                .isThrownBy(() -> user(Map.of()))
                .withMessageContaining("KEYSMITH_DATABASE_READER_SECRET");
        assertThatExceptionOfType(SettingException.class)
                .isThrownBy(() -> user(
                        Map.of("keysmith.database-reader-secret", "db/reader", "keysmith.database-reader-iam", "r")))
                .withMessageContaining("KEYSMITH_DATABASE_READER_IAM");
        assertThatExceptionOfType(SettingException.class)
                .isThrownBy(() -> user(Map.of("keysmith.database-reader-iam", "r; DROP")))
                .withMessageContaining("KEYSMITH_DATABASE_READER_IAM");
    }

    private static UserSetting user(Map<String, Object> properties) {
        return UserSetting.read(new Settings(new MapPropertyResolver(properties)), "reader");
    }

    private static DatabaseSettings settings(Map<String, Object> properties) {
        return new DatabaseSettings(new Settings(new MapPropertyResolver(properties)));
    }

    private static Map<String, Object> with(Map<String, Object> properties, String name, String value) {
        Map<String, Object> all = new HashMap<>(properties);
        all.put(name, value);
        return all;
    }

    private static void assertWrong(String setting, Map<String, Object> properties) {
        assertThatExceptionOfType(SettingException.class)
                .isThrownBy(() -> settings(properties))
                .withMessageContaining(setting);
    }
}
