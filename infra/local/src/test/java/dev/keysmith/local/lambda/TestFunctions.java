package dev.keysmith.local.lambda;

import java.net.URISyntaxException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** Functions of the test's own class path, run in real processes. */
public final class TestFunctions {

    private TestFunctions() {}

    /** A function with this handler class. */
    public static LambdaFunction function(String name, Class<?> handler) {
        return function(name, handler, Duration.ofSeconds(60));
    }

    static LambdaFunction function(String name, Class<?> handler, Duration timeout) {
        return function(name, handler, timeout, Map.of("GREETING", "hello"));
    }

    /** A function with this handler class, which finds this folder in its environment as {@code FOLDER}. */
    public static LambdaFunction function(String name, Class<?> handler, Path folder) {
        return function(name, handler, Duration.ofSeconds(60), Map.of("FOLDER", folder.toString()));
    }

    private static LambdaFunction function(
            String name, Class<?> handler, Duration timeout, Map<String, String> environment) {
        Map<String, String> all = new HashMap<>(environment);
        all.put("JAVA_TOOL_OPTIONS", "-XX:+UseSerialGC -XX:TieredStopAtLevel=1");
        return new LambdaFunction(name, handler.getName(), List.of(testClasses()), 256, timeout, all);
    }

    /** The JDK that runs this test. */
    public static Path javaHome() {
        return Path.of(System.getProperty("java.home"));
    }

    static Path testClasses() {
        try {
            return Path.of(ObedientHandler.class
                    .getProtectionDomain()
                    .getCodeSource()
                    .getLocation()
                    .toURI());
        } catch (URISyntaxException e) {
            throw new IllegalStateException(e);
        }
    }
}
