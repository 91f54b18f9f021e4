package dev.keysmith.core.key;

import dev.keysmith.core.settings.Settings;
import jakarta.inject.Singleton;
import java.util.List;
import java.util.regex.Pattern;
import java.util.regex.PatternSyntaxException;

/**
 * The shapes of imported keys: {@code KEYSMITH_IMPORT_PATTERNS}, a regular expression on each line, which has to match the whole
 * key. Where there is none, imported keys are neither taken nor accepted. What matches none costs no call to AWS.
 */
@Singleton
public final class ImportPatterns {

    /** The most characters of an imported key. */
    public static final int MAX_LENGTH = 512;

    private static final String PROPERTY = "keysmith.import-patterns";
    private static final Pattern ANY = Pattern.compile("(?s).*");

    private final List<Pattern> patterns;

    public ImportPatterns(Settings settings) {
        this.patterns = settings.text(PROPERTY, "", ANY, "must be text")
                .lines()
                .map(String::strip)
                .filter(line -> !line.isEmpty())
                .map(ImportPatterns::compile)
                .toList();
    }

    /** Whether this deployment takes imported keys. */
    public boolean areOn() {
        return !patterns.isEmpty();
    }

    /** Whether a text has the shape of an imported key. */
    public boolean match(String text) {
        return text.length() <= MAX_LENGTH
                && patterns.stream().anyMatch(pattern -> pattern.matcher(text).matches());
    }

    private static Pattern compile(String line) {
        try {
            return Pattern.compile(line);
        } catch (PatternSyntaxException e) {
            throw Settings.wrong(PROPERTY, "must have a regular expression on each line: " + line);
        }
    }
}
