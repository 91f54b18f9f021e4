package dev.keysmith.functions.ledger.report;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * A table as CSV (RFC 4180) with a header line. Texts come from users, and a spreadsheet would run a text that begins like a formula:
 * such a text gets a leading apostrophe.
 *
 * @see <a href="https://owasp.org/www-community/attacks/CSV_Injection">CSV injection</a>
 */
final class Csv {

    private static final String LINE_END = "\r\n";
    private static final String SEPARATOR = ",";
    private static final String MUST_BE_QUOTED = ",\"\r\n";
    /** What begins a formula; in full width, too, as some spreadsheets take it. */
    private static final String FORMULA = "=+-@\uff1d\uff0b\uff0d\uff20";

    private static final String QUOTES = "'\"`\u2018\u2019\u201c\u201d";

    private final StringBuilder lines = new StringBuilder();

    Csv(List<String> header) {
        line(header);
    }

    /** Adds a row. */
    void add(Row row) {
        line(row.cells);
    }

    private void line(List<String> cells) {
        lines.append(cells.stream().map(Csv::quoted).collect(Collectors.joining(SEPARATOR)))
                .append(LINE_END);
    }

    private static String quoted(String cell) {
        return cell.chars().anyMatch(character -> MUST_BE_QUOTED.indexOf(character) >= 0)
                ? '"' + cell.replace("\"", "\"\"") + '"'
                : cell;
    }

    @Override
    public String toString() {
        return lines.toString();
    }

    /** A row that is being filled. What is null is an empty cell. */
    static final class Row {

        private final List<String> cells = new ArrayList<>();

        /** A cell with a text, whoever wrote it. */
        Row text(@Nullable String text) {
            cells.add(text == null ? "" : isFormula(text) ? "'" + text : text);
            return this;
        }

        /** A cell with a number or a time that we made. */
        Row own(@Nullable Object value) {
            cells.add(value == null ? "" : value.toString());
            return this;
        }

        private static boolean isFormula(String text) {
            for (int at = 0; at < text.length(); at++) {
                char character = text.charAt(at);
                if (FORMULA.indexOf(character) >= 0 || Character.isISOControl(character)) {
                    return true;
                }
                if (!isPassedOver(character)) {
                    return false;
                }
            }
            return false;
        }

        /** Whether a spreadsheet may look behind it for a formula. */
        private static boolean isPassedOver(char character) {
            return Character.isSpaceChar(character)
                    || Character.getType(character) == Character.FORMAT
                    || QUOTES.indexOf(character) >= 0;
        }
    }
}
