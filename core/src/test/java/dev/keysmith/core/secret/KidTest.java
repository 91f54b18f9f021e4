package dev.keysmith.core.secret;

import static org.assertj.core.api.Assertions.assertThat;

import java.security.SecureRandom;
import java.time.Instant;
import java.util.Locale;
import java.util.stream.Stream;
import javax.crypto.SecretKey;
import org.junit.jupiter.api.Test;

class KidTest {

    private final SecureRandom random = new SecureRandom();
    private final SecretKey pepper = pepper();

    @Test
    void namesAre32HexadecimalDigitsAndDiffer() {
        assertThat(Stream.generate(() -> Kid.next(pepper, random)).limit(100))
                .doesNotHaveDuplicates()
                .allMatch(kid -> kid.matches("[0-9a-f]{32}"))
                .allMatch(kid -> Kid.isFrom(pepper, kid));
    }

    @Test
    void namesOfAnotherPepperAreForeign() {
        assertThat(Kid.isFrom(pepper, Kid.next(pepper(), random))).isFalse();
    }

    @Test
    void alteredNamesAreForeign() {
        String kid = Kid.next(pepper, random);
        for (int i = 0; i < kid.length(); i++) {
            char other = kid.charAt(i) == 'a' ? 'b' : 'a';
            assertThat(Kid.isFrom(pepper, kid.substring(0, i) + other + kid.substring(i + 1)))
                    .as("character %d", i)
                    .isFalse();
        }
        assertThat(Kid.isFrom(pepper, kid.substring(1))).isFalse();
        assertThat(Kid.isFrom(pepper, kid + "0")).isFalse();
        assertThat(Kid.isFrom(pepper, kid.substring(0, 31) + "\u0661")).isFalse();
        assertThat(Kid.isFrom(pepper, "")).isFalse();
        // A letter is there in all but one of a few million names.
        assertThat(Stream.generate(() -> Kid.next(pepper, random))
                        .filter(name -> name.substring(16).matches(".*[a-f].*"))
                        .limit(5)
                        .map(name -> name.substring(0, 16) + name.substring(16).toUpperCase(Locale.ROOT)))
                .noneMatch(name -> Kid.isFrom(pepper, name));
    }

    private SecretKey pepper() {
        return Pepper.random(1, Instant.EPOCH, random).toHmacKey();
    }
}
