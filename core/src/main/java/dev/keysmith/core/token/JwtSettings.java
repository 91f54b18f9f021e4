package dev.keysmith.core.token;

import dev.keysmith.core.settings.Settings;
import jakarta.inject.Singleton;
import java.time.Duration;
import java.util.List;
import java.util.regex.Pattern;

/**
 * How this deployment uses JWTs: {@code KEYSMITH_JWT} ({@code on} or {@code off}), {@code KEYSMITH_ISSUER},
 * {@code KEYSMITH_AUDIENCES} and {@code KEYSMITH_CLOCK_SKEW} (5 seconds, at most a minute). Issuer and audiences have no defaults;
 * there are at most 10 audiences.
 */
@Singleton
public final class JwtSettings {

    private static final String AUDIENCES = "keysmith.audiences";
    /** A key in JWT form is for all of them, and must not become too long. */
    private static final int MOST_AUDIENCES = 10;

    private static final Pattern SWITCH = Pattern.compile("on|off");
    // Visible ASCII without quotes or backslashes: it goes into JSON, and people copy it.
    private static final Pattern NAME = Pattern.compile("[!#-\\[\\]-~]{1,200}");

    private final boolean on;
    private final String issuer;
    private final List<String> audiences;
    private final Duration clockSkew;

    public JwtSettings(Settings settings) {
        on = "on".equals(settings.text("keysmith.jwt", "on", SWITCH, "must be on or off"));
        issuer = on ? settings.text("keysmith.issuer", NAME, "must be 1 to 200 visible characters") : "";
        audiences = on ? audiences(settings) : List.of();
        clockSkew =
                settings.duration("keysmith.clock-skew", Duration.ofSeconds(5), Duration.ZERO, Duration.ofMinutes(1));
    }

    /** Whether JWTs are taken and made at all. */
    public boolean areOn() {
        return on;
    }

    /** {@code iss} of what is made, and of all that is taken. */
    public String issuer() {
        return issuer;
    }

    /** The audiences that a token may be for, the default first. What verifies takes a token that is for one of them. */
    public List<String> audiences() {
        return audiences;
    }

    /** How far the clocks of who signs and who verifies may be apart. */
    public Duration clockSkew() {
        return clockSkew;
    }

    private static List<String> audiences(Settings settings) {
        List<String> names = List.of(settings.text(AUDIENCES).strip().split("\\s+"));
        if (names.size() > MOST_AUDIENCES
                || names.stream().anyMatch(name -> !NAME.matcher(name).matches())
                || names.stream().distinct().count() != names.size()) {
            throw Settings.wrong(
                    AUDIENCES,
                    "must be at most " + MOST_AUDIENCES + " names of 1 to 200 visible characters, each once");
        }
        return names;
    }
}
