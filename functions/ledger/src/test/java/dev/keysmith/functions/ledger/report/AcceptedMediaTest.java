package dev.keysmith.functions.ledger.report;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class AcceptedMediaTest {

    @ParameterizedTest
    @ValueSource(
            strings = {
                "text/csv",
                "TEXT/CSV",
                "text/*",
                "text/csv; charset=utf-8",
                "text/csv;header=present;q=0.1",
                "text/csv, application/json;q=0.9",
                "application/json; q=0.5, text/csv; Q=0.501",
                "text/csv, */*;q=0.1",
                "*/*, application/json;q=0",
                "*/*;q=0.5, text/csv",
                "application/json;q=0, text/csv;q=0.001",
                ", ,text/csv"
            })
    void csvIsPreferred(String accept) {
        assertThat(AcceptedMedia.prefersCsv(List.of(accept))).isTrue();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "*/*",
                "application/json",
                "application/*, text/*;q=0.9",
                "text/csv, application/json",
                "text/csv;q=0.5, application/json;q=0.5",
                "text/csv;q=0.5, */*",
                "text/csv;q=0",
                "text/csv;q=0, text/*",
                "text/html,application/xhtml+xml,application/xml;q=0.9,*/*;q=0.8",
                "text/csvx",
                "text",
                "image/png",
                ";;q=1,/,q",
                "text/ csv"
            })
    void jsonIsAnswered(String accept) {
        assertThat(AcceptedMedia.prefersCsv(List.of(accept))).isFalse();
    }

    @Test
    void severalHeadersAreOneList() {
        assertThat(AcceptedMedia.prefersCsv(List.of("application/json;q=0.2", "text/csv;q=0.3")))
                .isTrue();
        assertThat(AcceptedMedia.prefersCsv(List.of())).isFalse();
    }
}
