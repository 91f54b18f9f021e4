package dev.keysmith.core.credential;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.keysmith.core.settings.SettingException;
import dev.keysmith.core.settings.Settings;
import io.micronaut.core.value.MapPropertyResolver;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

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

    @Test
    void furtherHeaderHoldsACredentialWithOrWithoutBearer() {
        CredentialReader reader = reader("service-authorization, X-Partner-Key");
        Credential expected = new Credential.Presented("k");

        assertThat(reader.read(Map.of("service-authorization", List.of("k")))).isEqualTo(expected);
        assertThat(reader.read(Map.of("Service-Authorization", List.of("BEARER  k "))))
                .isEqualTo(expected);
        assertThat(reader.read(Map.of("x-partner-key", List.of(" k ")))).isEqualTo(expected);
        assertThat(reader.read(Map.of("x-api-key", List.of("k")))).isEqualTo(expected);
        assertThat(reader.read(Map.of("authorization", List.of("Bearer k")))).isEqualTo(expected);
        assertThat(reader.read(Map.of("x-partner-key-2", List.of("k")))).isEqualTo(new Credential.Missing());
        assertThat(reader.read(Map.of("authorization", List.of("k")))).isEqualTo(new Credential.Missing());
    }

    @Test
    void bearerIsNoPartOfAnXApiKey() {
        assertThat(read(Map.of("x-api-key", List.of("Bearer k")))).isEqualTo(new Credential.Presented("Bearer k"));
    }

    @Test
    void headerThatIsNotNamedHoldsNoCredential() {
        assertThat(read(Map.of("service-authorization", List.of("k")))).isEqualTo(new Credential.Missing());
    }

    @Test
    void credentialInTwoHeadersIsAmbiguousEvenIfOneIsEmptyOrTheSame() {
        CredentialReader reader = reader("service-authorization x-partner-key");
        for (Map<String, List<String>> headers : List.of(
                Map.of("service-authorization", List.of("k", "k")),
                Map.of("service-authorization", List.of("k"), "Service-Authorization", List.of("Bearer k")),
                Map.of("service-authorization", List.of("k"), "x-partner-key", List.of("k")),
                Map.of("service-authorization", List.of("k"), "x-api-key", List.of("k")),
                Map.of("service-authorization", List.of("k"), "authorization", List.of("Bearer l")),
                Map.of("service-authorization", List.of(""), "x-api-key", List.of("k")))) {
            assertThat(reader.read(headers)).as(headers.toString()).isEqualTo(new Credential.Ambiguous());
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "x-api-key",
                "Authorization",
                "host",
                "cookie",
                "content-type",
                "content-length",
                "forwarded",
                "x-forwarded-for",
                "x-forwarded-port",
                "x-amz-date",
                "x-amzn-trace-id",
                "idempotency-key",
                "if-match",
                "x-key: y",
                "x-key;x-other",
                "schlüssel",
                "x-key,Host",
                "x-key X-Key",
                ",x-key",
                "x-key,",
                ","
            })
    void headerThatCannotHoldACredentialStopsTheStartAndNamesTheSetting(String headers) {
        assertThatThrownBy(() -> reader(headers))
                .isInstanceOf(SettingException.class)
                .hasMessageStartingWith("setting KEYSMITH_CREDENTIAL_HEADERS must have names of headers");
    }

    private static Credential read(Map<String, List<String>> headers) {
        return reader(" ").read(headers);
    }

    private static CredentialReader reader(String furtherHeaders) {
        return new CredentialReader(
                new Settings(new MapPropertyResolver(Map.of("keysmith.credential-headers", furtherHeaders))));
    }
}
