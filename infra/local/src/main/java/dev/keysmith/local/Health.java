package dev.keysmith.local;

import dev.keysmith.local.aws.AwsEndpoints;
import dev.keysmith.local.gateway.GatewaySettings;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.URI;
import java.util.Map;

/** Whether the services can be reached right now, embedded or not. */
final class Health {

    private static final String DOWN = "down";
    private static final int CONNECT_MILLIS = 500;

    private Health() {}

    static Map<String, String> of(AwsEndpoints endpoints) {
        return Map.of("dynamodb", state(endpoints.dynamoDb()), "secrets_manager", state(endpoints.secretsManager()));
    }

    private static String state(URI endpoint) {
        try (Socket socket = new Socket()) {
            socket.connect(new InetSocketAddress(endpoint.getHost(), port(endpoint)), CONNECT_MILLIS);
            return GatewaySettings.UP;
        } catch (IOException e) {
            return DOWN;
        }
    }

    private static int port(URI endpoint) {
        if (endpoint.getPort() >= 0) {
            return endpoint.getPort();
        }
        return "https".equals(endpoint.getScheme()) ? 443 : 80;
    }
}
