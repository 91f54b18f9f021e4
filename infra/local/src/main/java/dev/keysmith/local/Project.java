package dev.keysmith.local;

import java.nio.file.Path;

/** The project that the launcher lies in. */
final class Project {

    /** Set by the launcher, which knows where it lies. */
    private static final String PROPERTY = "keysmith.project";

    private Project() {}

    static Path root() {
        return Path.of(System.getProperty(PROPERTY, "")).toAbsolutePath();
    }

    /** Where a stack keeps its data. */
    static Path data() {
        return root().resolve(".keysmith");
    }
}
