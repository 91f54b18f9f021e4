package dev.keysmith.core.key;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.keysmith.core.settings.SettingException;
import dev.keysmith.core.settings.Settings;
import io.micronaut.core.value.MapPropertyResolver;
import java.nio.charset.StandardCharsets;
import java.security.SecureRandom;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import java.util.zip.CRC32;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

class ApiKeyFormatTest {

    private final ApiKeyFormat format = format("ks");
    private final SecureRandom random = new SecureRandom();

    @ParameterizedTest
    @EnumSource(Environment.class)
    void keyHasTheDocumentedFormAndReadsBack(Environment environment) {
        ApiKey key = format.generate(environment, random);

        assertThat(key.reveal()).matches("ks_" + environment.wireName() + "_[0-9A-Za-z]{16}_[0-9A-Za-z]{49}");
        ApiKey read = format.parse(key.reveal()).orElseThrow();
        assertThat(read.keyId()).isEqualTo(key.keyId());
        assertThat(read.environment()).isEqualTo(environment);
        assertThat(read.secret()).isEqualTo(key.secret()).hasSize(43);
    }

    @Test
    void checksumIsCrc32OfAllBeforeIt() {
        String text = format.generate(Environment.LIVE, random).reveal();
        CRC32 crc = new CRC32();
        crc.update(text.substring(0, text.length() - 6).getBytes(StandardCharsets.US_ASCII));

        long value = 0;
        for (char c : text.substring(text.length() - 6).toCharArray()) {
            value = value * 62 + "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz".indexOf(c);
        }
        assertThat(value).isEqualTo(crc.getValue());
    }

    @Test
    void everyChangedCharacterIsNoticed() {
        String text = format.generate(Environment.LIVE, random).reveal();
        for (int i = 0; i < text.length(); i++) {
            char[] changed = text.toCharArray();
            changed[i] = changed[i] == 'a' ? 'b' : 'a';
            assertThat(format.parse(new String(changed))).as("character %d", i).isEmpty();
        }
    }

    @Test
    void keysDiffer() {
        Set<String> keys = new HashSet<>();
        for (int i = 0; i < 1_000; i++) {
            keys.add(format.generate(Environment.LIVE, random).reveal());
        }
        assertThat(keys).hasSize(1_000);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"", "ks", "ks_live_", "ks_prod_x", "Bearer", "ks_live_0123456789abcdef_", "é", "ks_live_\u0000"})
    void otherStringsAreNoKeys(String text) {
        assertThat(format.parse(text)).isEmpty();
    }

    @Test
    void longerStringAndSurroundingSpaceAreRefused() {
        String text = format.generate(Environment.LIVE, random).reveal();
        assertThat(format.parse(text + "0")).isEmpty();
        assertThat(format.parse(" " + text)).isEmpty();
        assertThat(format.parse(text + "\n")).isEmpty();
        assertThat(format.parse(text.repeat(1_000))).isEmpty();
    }

    @Test
    void keyOfAnotherDeploymentsPrefixIsRefused() {
        assertThat(format.parse(
                        format("acme").generate(Environment.LIVE, random).reveal()))
                .isEmpty();
    }

    @Test
    void toStringHidesTheSecret() {
        ApiKey key = format.generate(Environment.LIVE, random);
        assertThat(key).hasToString("ApiKey[" + key.keyId() + "]");
    }

    @ParameterizedTest
    @ValueSource(strings = {"k s", "KS", "k", "1ks", "ks_", "averyveryverylongprefix"})
    void wrongPrefixStopsTheStartAndNamesTheSetting(String prefix) {
        assertThatThrownBy(() -> format(prefix))
                .isInstanceOf(SettingException.class)
                .hasMessageContaining("KEYSMITH_KEY_PREFIX");
    }

    private static ApiKeyFormat format(String prefix) {
        return new ApiKeyFormat(new Settings(new MapPropertyResolver(Map.of("keysmith.key-prefix", prefix))));
    }
}
