package dev.keysmith.core.secret;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.keysmith.core.error.UnavailableException;
import java.security.SecureRandom;
import java.time.Instant;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class VerificationSecretTest {

    private static final Instant NOW = Instant.parse("2026-11-20T12:00:00Z");

    @Test
    void freshSecretHasOneActivePepper() {
        VerificationSecret secret = VerificationSecret.parse(
                VerificationSecret.first(new SecureRandom(), NOW).toText());
        assertThat(secret.activePepper(NOW).orElseThrow().version()).isEqualTo(1);
        assertThat(secret.activePepper(NOW.minusMillis(1))).isEmpty();
        assertThat(secret).hasToString("VerificationSecret[Pepper[1]][]");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "null",
                "{}",
                "{\"peppers\":[]}",
                "{\"peppers\":[{\"version\":1,\"active_from\":\"2026-01-01T00:00:00Z\",\"value\":\"c2hvcnQ=\"}]}",
                "{\"peppers\":[{\"version\":0,\"active_from\":\"2026-01-01T00:00:00Z\",\"value\":\"AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA=\"}]}",
                "{\"peppers\":[{\"active_from\":\"never\"}]}",
                "[{\"peppers\":[]}]",
                "{\"other\":[{\"version\":1,\"active_from\":\"2026-01-01T00:00:00Z\",\"value\":\"AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA=\"}]}",
                "{\"peppers\":[{\"version\":1,\"active_from\":\"2026-01-01T00:00:00Z\",\"value\":\"AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA=\",\"x\":1}]}",
                "verysecretvalue"
            })
    void secretThatIsNotInOrderIsAnOutageThatRepeatsNothingOfIt(String text) {
        assertThatThrownBy(() -> VerificationSecret.parse(text))
                .isInstanceOf(UnavailableException.class)
                .hasMessage("the verification secret is not in order")
                .hasNoCause();
    }

    @Test
    void sameVersionTwiceIsNotInOrder() {
        String pepper = "{\"version\":1,\"active_from\":\"2026-01-01T00:00:00Z\","
                + "\"value\":\"AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA=\"}";
        assertThatThrownBy(() -> VerificationSecret.parse("{\"peppers\":[" + pepper + "," + pepper + "]}"))
                .isInstanceOf(UnavailableException.class);
    }
}
