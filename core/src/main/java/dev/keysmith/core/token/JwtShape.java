package dev.keysmith.core.token;

import java.util.regex.Pattern;

/** Tells by its look alone whether a text means to be a JWT: a JSON object in base64url, and two parts more. */
public final class JwtShape {

    /** The most characters that a JWT may have; a longer one is refused before it is read. */
    public static final int MAX_LENGTH = 6_000;

    // Base64url of '{"' begins so.
    private static final Pattern SHAPE = Pattern.compile("ey[\\w-]*+\\.[\\w-]*+\\.[\\w-]*+");

    private JwtShape() {}

    public static boolean matches(String text) {
        return text.startsWith("ey") && SHAPE.matcher(text).matches();
    }
}
