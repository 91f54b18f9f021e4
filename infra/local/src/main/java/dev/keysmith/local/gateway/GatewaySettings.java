package dev.keysmith.local.gateway;

import java.time.Duration;
import java.util.function.Supplier;

/**
 * Settings of the local gateway.
 *
 * @param port the port on 127.0.0.1, or 0 for any free one
 * @param health what {@code GET /healthz} tells
 * @param idleTimeout how long a connection may be silent
 * @param integrationTimeout how long a function may take to answer
 */
public record GatewaySettings(
        int port, Supplier<HealthReport> health, Duration idleTimeout, Duration integrationTimeout) {

    /** The state of a part that is well. */
    public static final String UP = "up";

    private static final Duration IDLE_TIMEOUT = Duration.ofSeconds(30);
    private static final Duration INTEGRATION_TIMEOUT = Duration.ofSeconds(29);

    public GatewaySettings {
        if (port < 0 || port > 65_535) {
            throw new IllegalArgumentException("port must be between 0 and 65535, but is " + port);
        }
        requirePositive("idleTimeout", idleTimeout);
        requirePositive("integrationTimeout", integrationTimeout);
    }

    /** API Gateway's own timeouts: 29 s for an integration. */
    public GatewaySettings(int port, Supplier<HealthReport> health) {
        this(port, health, IDLE_TIMEOUT, INTEGRATION_TIMEOUT);
    }

    private static void requirePositive(String name, Duration value) {
        if (!value.isPositive()) {
            throw new IllegalArgumentException(name + " must be positive, but is " + value);
        }
    }
}
