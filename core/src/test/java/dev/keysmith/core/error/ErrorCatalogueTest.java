package dev.keysmith.core.error;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Locale;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

/** The catalogue of errors, and the page that is made from it. */
class ErrorCatalogueTest {

    /** Tests run in the module's folder. */
    private static final Path PAGE = Path.of("../docs/errors.md");

    private static final String REWRITE = "mvn -q -pl core test -Dtest=ErrorCatalogueTest -Dkeysmith.write-docs=true";

    private static final String HEAD = """
            # Errors

            Functions and gateway answer errors as `application/problem+json` (RFC 9457). Decide by `code`: it does not change.
            `title` is for people; `detail` and `errors` say what is special about this one; `request_id` finds it in the logs.
            The gateway's own answers have no `detail`, and where one stands for several statuses, no `status`. A 401 of the
            gateway has `WWW-Authenticate`; a 429 and every 5xx have `Retry-After`.

            `POST /v1/revoke` uses OAuth's form for a bad request: `{"error": "invalid_request", "error_description": "…"}`.

            | status | code | title | when it comes | what to do |
            | --- | --- | --- | --- | --- |
            """;

    @Test
    void pageSaysWhatTheCatalogueSays() throws IOException {
        if (Boolean.getBoolean("keysmith.write-docs")) {
            Files.writeString(PAGE, page());
        }
        assertThat(Files.exists(PAGE) ? Files.readString(PAGE) : "")
                .as("docs/errors.md is made from the catalogue; this writes it anew: %s", REWRITE)
                .isEqualTo(page());
    }

    @Test
    void codesAreTheNamesInLowerCase() {
        assertThat(ErrorCode.values())
                .allSatisfy(code ->
                        assertThat(code.wireCode()).isEqualTo(code.name().toLowerCase(Locale.ROOT)));
    }

    @Test
    void textsAreWholeSentencesThatFitInATable() {
        assertThat(ErrorCode.values()).allSatisfy(code -> {
            assertThat(code.meaning()).endsWith(".").doesNotContain("|", "\n");
            assertThat(code.remedy()).endsWith(".").doesNotContain("|", "\n");
        });
    }

    private static String page() {
        return Arrays.stream(ErrorCode.values())
                .map(code -> "| %d | `%s` | %s | %s | %s |\n"
                        .formatted(code.status(), code.wireCode(), code.title(), code.meaning(), code.remedy()))
                .collect(Collectors.joining("", HEAD, ""));
    }
}
