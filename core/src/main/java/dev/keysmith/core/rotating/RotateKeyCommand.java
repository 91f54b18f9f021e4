package dev.keysmith.core.rotating;

import dev.keysmith.core.key.IssuedKey;
import dev.keysmith.core.replay.Repeatable;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;

/**
 * What a caller asks for.
 *
 * @param keyId the key, as the caller names it
 * @param grace how long the present secret goes on working; from zero to {@link KeyRotator#LONGEST_GRACE}
 * @param receivedAt when the gateway received the request
 * @param repeatable where the caller may repeat the request
 */
public record RotateKeyCommand(
        String keyId, Duration grace, Instant receivedAt, Optional<Repeatable<IssuedKey>> repeatable) {

    public RotateKeyCommand {
        if (grace.isNegative() || grace.compareTo(KeyRotator.LONGEST_GRACE) > 0) {
            throw new IllegalArgumentException("no such grace");
        }
    }
}
