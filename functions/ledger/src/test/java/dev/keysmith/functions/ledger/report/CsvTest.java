package dev.keysmith.functions.ledger.report;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class CsvTest {

    private static String cell(String text) {
        Csv table = new Csv(List.of("h"));
        table.add(new Csv.Row().text(text));
        return table.toString().substring("h\r\n".length());
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "=1+1",
                "+1",
                "-1",
                "@SUM(A1)",
                "\t=1",
                "\tx",
                "\rx",
                "\nx",
                " =1",
                "   -1",
                "\u00a0=1",
                "\u3000+1",
                "\ufeff=1",
                "\u200b=1",
                "'=1",
                "\"=1",
                "\" '@x",
                "`=1",
                "\u201c=1",
                "\uff1d1",
                "\uff0b1",
                "\uff0d1",
                "\uff20x",
                "\u0000=1",
                "=cmd|'/c calc'!A1",
                "-"
            })
    void textThatBeginsLikeAFormulaGetsAnApostrophe(String text) {
        assertThat(cell(text).replaceFirst("^\"", "")).startsWith("'");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"", "a", "a=1", "1-1", "a@b", "Zoë's ☃", " a", "'a", "{\"a\":\"=1\"}", "192.0.2.1", "::1", "😀=1"
            })
    void otherTextStaysAsItIs(String text) {
        String cell = cell(text).replaceFirst("\r\n$", "");

        assertThat(cell.startsWith("\"") ? cell.substring(1, cell.length() - 1).replace("\"\"", "\"") : cell)
                .isEqualTo(text);
    }

    @Test
    void whatWouldEndACellIsQuoted() {
        assertThat(cell("a,b")).isEqualTo("\"a,b\"\r\n");
        assertThat(cell("a\"b")).isEqualTo("\"a\"\"b\"\r\n");
        assertThat(cell("a\r\nb")).isEqualTo("\"a\r\nb\"\r\n");
        assertThat(cell("\",=1")).isEqualTo("\"\"\",=1\"\r\n");
    }

    @Test
    void numbersAndTimesOfOurOwnStayAndNullIsEmpty() {
        Csv table = new Csv(List.of("number", "time", "nothing", "text"));
        table.add(new Csv.Row()
                .own(-5)
                .own(Instant.parse("2026-11-20T12:00:00Z"))
                .own(null)
                .text(null));

        assertThat(table).hasToString("number,time,nothing,text\r\n-5,2026-11-20T12:00:00Z,,\r\n");
    }
}
