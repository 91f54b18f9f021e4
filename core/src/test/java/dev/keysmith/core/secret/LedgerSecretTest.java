package dev.keysmith.core.secret;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.keysmith.core.error.UnavailableException;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class LedgerSecretTest {

    private static final Instant NOW = Instant.parse("2026-11-20T12:00:00Z");
    private static final String KEY = "{\"version\":1,\"active_from\":\"2026-01-01T00:00:00Z\","
            + "\"value\":\"AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA=\"}";

    @Test
    void textReadsBack() {
        SecureRandom random = new SecureRandom();
        LedgerSecret secret =
                LedgerSecret.first(random, NOW).with(Pepper.random(2, NOW.plus(Duration.ofDays(1)), random));

        LedgerSecret read = LedgerSecret.parse(secret.toText());

        assertThat(read.toText()).isEqualTo(secret.toText());
        assertThat(read.keys()).extracting(Pepper::version).containsExactly(1, 2);
        assertThat(read.keys()).extracting(Pepper::activeFrom).containsExactly(NOW, NOW.plus(Duration.ofDays(1)));
        assertThat(read.keys().getLast().toHmacKey())
                .isEqualTo(secret.keys().getLast().toHmacKey());
        assertThat(read).hasToString("LedgerSecret[Pepper[1], Pepper[2]]");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "null",
                "{}",
                "[]",
                "verysecretvalue",
                "{\"keys\":[]}",
                "{\"keys\":{}}",
                "{\"other\":[" + KEY + "]}",
                "{\"keys\":[" + KEY + "],\"more\":1}",
                "{\"keys\":[" + KEY + "]",
                "{\"keys\":[" + KEY + "]}x",
                "{\"keys\":[" + KEY + "]}{}",
                "{\"keys\":[" + KEY + "," + KEY + "]}",
                "{\"keys\":[" + KEY + ",1]}"
            })
    void secretThatIsNotInOrderIsAnOutageThatRepeatsNothingOfIt(String text) {
        assertThatThrownBy(() -> LedgerSecret.parse(text))
                .isInstanceOf(UnavailableException.class)
                .hasMessage("the ledger secret is not in order")
                .hasNoCause();
    }
}
