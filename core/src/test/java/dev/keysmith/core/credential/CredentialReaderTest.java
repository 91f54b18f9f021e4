package dev.keysmith.core.credential;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class CredentialReaderTest {

    @Test
    void isReadFromEitherHeaderRegardlessOfCase() {
        Credential expected = new Credential.Presented("k");
        assertThat(read(Map.of("x-api-key", List.of("k")))).isEqualTo(expected);
        assertThat(read(Map.of("X-API-Key", List.of(" k ")))).isEqualTo(expected);
        assertThat(read(Map.of("Authorization", List.of("bearer  k")))).isEqualTo(expected);
        assertThat(read(Map.of("authorization", List.of("Basic abc"), "x-api-key", List.of("k"))))
                .isEqualTo(expected);
    }

    @Test
    void moreThanOneOrOneTwiceIsAmbiguous() {
        Credential expected = new Credential.Ambiguous();
        assertThat(read(Map.of("x-api-key", List.of("k", "k")))).isEqualTo(expected);
        assertThat(read(Map.of("x-api-key", List.of("k"), "X-Api-Key", List.of("k"))))
                .isEqualTo(expected);
        assertThat(read(Map.of("x-api-key", List.of("k"), "authorization", List.of("Bearer k"))))
                .isEqualTo(expected);
        assertThat(read(Map.of("authorization", List.of("Bearer k", "Bearer l"))))
                .isEqualTo(expected);
        assertThat(read(Map.of("x-api-key", List.of(""), "authorization", List.of("Bearer k"))))
                .isEqualTo(expected);
    }

    @Test
    void noneIsMissing() {
        assertThat(read(Map.of())).isEqualTo(new Credential.Missing());
        assertThat(read(Map.of("authorization", List.of("Basic abc")))).isEqualTo(new Credential.Missing());
        assertThat(read(Map.of("x-api-key", List.of()))).isEqualTo(new Credential.Missing());
    }

    @Test
    void textIsHidden() {
        assertThat(read(Map.of("x-api-key", List.of("hidden"))).toString()).doesNotContain("hidden");
    }

    private static Credential read(Map<String, List<String>> headers) {
        return CredentialReader.read(headers);
    }
}
