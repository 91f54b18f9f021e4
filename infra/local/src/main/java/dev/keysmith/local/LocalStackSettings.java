package dev.keysmith.local;

import dev.keysmith.local.aws.AwsEndpoints;
import java.net.URI;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import java.util.function.UnaryOperator;

/**
 * How a local stack is to run.
 *
 * @param projectRoot where the functions' artifacts are found, as the blueprint names them
 * @param dataDirectory where stores, logs and the state file {@code local.json} are kept; made when needed
 * @param port the gateway's port, 0 for any free one
 * @param reset whether to begin with empty stores
 * @param awsEndpoint DynamoDB and Secrets Manager at this endpoint instead of the embedded ones
 * @param functionEndpoints from where the services are to where the functions shall look for them, e.g. something that counts
 * @param functionEnvironment environment variables for every function, over the blueprint's
 */
public record LocalStackSettings(
        Path projectRoot,
        Path dataDirectory,
        int port,
        boolean reset,
        Optional<URI> awsEndpoint,
        UnaryOperator<AwsEndpoints> functionEndpoints,
        Map<String, String> functionEnvironment) {

    public static final int DEFAULT_PORT = 8080;

    private static final int HIGHEST_PORT = 65_535;

    /** Throws {@link IllegalArgumentException}, whose message names the setting, for what cannot be. */
    public LocalStackSettings {
        if (port < 0 || port > HIGHEST_PORT) {
            throw new IllegalArgumentException("--port must be from 0 to " + HIGHEST_PORT + ", not " + port);
        }
        if (awsEndpoint.isPresent() && !isHttpUrl(awsEndpoint.get())) {
            throw new IllegalArgumentException("--aws-endpoint must be an http or https URL, not " + awsEndpoint.get());
        }
        if (awsEndpoint.isPresent() && reset) {
            throw new IllegalArgumentException("--reset empties the embedded stores only, not those at --aws-endpoint");
        }
        functionEnvironment = Map.copyOf(functionEnvironment);
    }

    /** Embedded services, stores that persist, nothing between functions and services. */
    public LocalStackSettings(Path projectRoot, Path dataDirectory, int port) {
        this(projectRoot, dataDirectory, port, false, Optional.empty(), UnaryOperator.identity(), Map.of());
    }

    public LocalStackSettings withReset(boolean reset) {
        return new LocalStackSettings(
                projectRoot, dataDirectory, port, reset, awsEndpoint, functionEndpoints, functionEnvironment);
    }

    public LocalStackSettings withAwsEndpoint(Optional<URI> awsEndpoint) {
        return new LocalStackSettings(
                projectRoot, dataDirectory, port, reset, awsEndpoint, functionEndpoints, functionEnvironment);
    }

    public LocalStackSettings withFunctionEndpoints(UnaryOperator<AwsEndpoints> functionEndpoints) {
        return new LocalStackSettings(
                projectRoot, dataDirectory, port, reset, awsEndpoint, functionEndpoints, functionEnvironment);
    }

    public LocalStackSettings withFunctionEnvironment(Map<String, String> functionEnvironment) {
        return new LocalStackSettings(
                projectRoot, dataDirectory, port, reset, awsEndpoint, functionEndpoints, functionEnvironment);
    }

    private static boolean isHttpUrl(URI uri) {
        return ("http".equals(uri.getScheme()) || "https".equals(uri.getScheme())) && uri.getHost() != null;
    }
}
