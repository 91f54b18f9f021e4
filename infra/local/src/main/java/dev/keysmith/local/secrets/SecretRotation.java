package dev.keysmith.local.secrets;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * How a secret is rotated.
 *
 * @param enabled whether rotation is turned on
 * @param functionArn the ARN of the function that rotates it
 * @param rules the rotation rules as they were given, a JSON object; they are told, and nothing is rotated by them
 * @param rotatedAt when a rotation of it last ended well
 */
record SecretRotation(
        boolean enabled,
        String functionArn,
        @Nullable String rules,
        @Nullable Instant rotatedAt) {

    SecretRotation disabled() {
        return new SecretRotation(false, functionArn, rules, rotatedAt);
    }

    SecretRotation rotated(Instant now) {
        return new SecretRotation(enabled, functionArn, rules, now);
    }
}
