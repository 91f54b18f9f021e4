package dev.keysmith.local.lambda;

import java.nio.file.Path;

/**
 * Settings of the Lambda host.
 *
 * @param javaHome the JDK or JRE that runs the functions
 * @param logDirectory where each function's output goes, to {@code <function>.log}; made where it is missing
 * @param maxInstances the most processes of one function at a time
 * @param maxStarting the most processes of one function that start at the same time
 */
public record LambdaHostSettings(Path javaHome, Path logDirectory, int maxInstances, int maxStarting) {

    private static final int DEFAULT_MAX_INSTANCES = 4;
    private static final int DEFAULT_MAX_STARTING = 2;

    public LambdaHostSettings {
        if (maxInstances < 1) {
            throw new IllegalArgumentException("maxInstances must be at least 1, but is " + maxInstances);
        }
        if (maxStarting < 1) {
            throw new IllegalArgumentException("maxStarting must be at least 1, but is " + maxStarting);
        }
    }

    /** At most 4 processes a function, 2 of them starting at once. */
    public LambdaHostSettings(Path javaHome, Path logDirectory) {
        this(javaHome, logDirectory, DEFAULT_MAX_INSTANCES, DEFAULT_MAX_STARTING);
    }
}
