package dev.keysmith.functions.ledger.report;

import java.util.List;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** What a request's {@code Accept} (RFC 9110 section 12.5.1) prefers. JSON where it does not say, and where it likes both the same. */
final class AcceptedMedia {

    private static final Pattern WEIGHT = Pattern.compile("(?i)[ \\t]*q=(0(\\.[0-9]{0,3})?|1(\\.0{0,3})?)[ \\t]*");

    private AcceptedMedia() {}

    /** Whether it prefers CSV to JSON. */
    static boolean prefersCsv(List<String> accept) {
        return weight(accept, "text", "csv") > weight(accept, "application", "json");
    }

    /** How much it wants a media type: what names it most exactly says so. */
    private static double weight(List<String> accept, String type, String subtype) {
        List<String> ranges = List.of("*/*", type + "/*", type + "/" + subtype);
        int exactness = -1;
        double weight = 0;
        for (String element : String.join(",", accept).split(",", -1)) {
            String[] parts = element.split(";", -1);
            int found = ranges.indexOf(parts[0].strip().toLowerCase(Locale.ROOT));
            if (found > exactness) {
                exactness = found;
                weight = weight(parts);
            }
        }
        return weight;
    }

    private static double weight(String[] parts) {
        for (int i = 1; i < parts.length; i++) {
            Matcher weight = WEIGHT.matcher(parts[i]);
            if (weight.matches()) {
                return Double.parseDouble(weight.group(1));
            }
        }
        return 1;
    }
}
