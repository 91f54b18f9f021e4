package dev.keysmith.core.access;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Random;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What a token may: its own scopes, and of those what its key has. */
class ScopeIntersectionTest {

    private static final List<String> SCOPES = List.of(
            "*", "a:*", "a:x", "a:y", "b:*", "b:x", "b:y", "ab:*", "ab:x", "owners:*", "owners:any", "owners:other");

    @ParameterizedTest
    @CsvSource({
        "a:x, a:x, a:x",
        "a:x, a:y, ''",
        "a:*, a:x, a:x",
        "a:x, a:*, a:x",
        "a:*, a:*, a:*",
        "a:*, b:*, ''",
        "a:*, ab:x, ''",
        "*, a:x b:*, a:x b:*",
        "a:x b:*, *, a:x b:*",
        "*, *, *",
        "'', *, ''",
        "*, '', ''",
        "a:* b:x, a:x b:*, a:x b:x",
        "* owners:any, * owners:any, * owners:any",
        "* owners:any, *, *",
        "*, * owners:any, *",
        "owners:any, *, ''",
        "owners:any, owners:*, ''",
        "owners:* owners:any, owners:any, owners:any",
        "*, owners:other, owners:other",
    })
    void isWhatBothHold(String one, String other, String both) {
        assertThat(ScopeSet.parse(one).intersectionWith(ScopeSet.parse(other))).hasToString(both);
    }

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4, 5})
    void coversExactlyWhatBothCover(long seed) {
        Random random = new Random(seed);
        for (int i = 0; i < 2_000; i++) {
            ScopeSet one = some(random);
            ScopeSet other = some(random);

            ScopeSet both = one.intersectionWith(other);

            for (String text : SCOPES) {
                Scope scope = new Scope(text);
                assertThat(both.covers(scope))
                        .as("seed %d: %s and %s on %s", seed, one, other, scope)
                        .isEqualTo(one.covers(scope) && other.covers(scope));
            }
            assertThat(other.intersectionWith(one)).isEqualTo(both);
            assertThat(both.intersectionWith(one)).isEqualTo(both);
        }
    }

    @Test
    void twoFullSetsMayHaveTwiceAsManyInCommon() {
        ScopeSet one = full("a:*", "b:x");
        ScopeSet other = full("b:*", "a:x");

        ScopeSet both = one.intersectionWith(other);

        assertThat(both.scopes()).hasSize(98);
        assertThat(ScopeSet.parse(both.toString())).isEqualTo(both);
    }

    private static ScopeSet full(String wildcard, String numbered) {
        return ScopeSet.parse(Stream.concat(
                        Stream.of(wildcard),
                        IntStream.range(1, ScopeSet.MAX_SIZE).mapToObj(number -> numbered + number))
                .collect(Collectors.joining(" ")));
    }

    private static ScopeSet some(Random random) {
        return ScopeSet.of(SCOPES.stream()
                .filter(_ -> random.nextInt(4) == 0)
                .map(Scope::new)
                .toList());
    }
}
