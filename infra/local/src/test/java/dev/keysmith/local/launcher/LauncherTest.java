package dev.keysmith.local.launcher;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The launcher in a project of its own, with stand-ins for Maven and Java, in a path with a space. */
final class LauncherTest {

    private static final Path SCRIPT =
            Path.of("../../keysmith").toAbsolutePath().normalize();

    @TempDir
    Path directory;

    private Path project;
    private Path tools;

    @BeforeEach
    void project() throws Exception {
        project = Files.createDirectories(directory.resolve("my project"));
        Files.copy(SCRIPT, project.resolve("keysmith"), StandardCopyOption.COPY_ATTRIBUTES);
        write("pom.xml", "<project/>");
        write("core/src/main/java/A.java", "class A {}");
        tools = Files.createDirectories(directory.resolve("tools"));
        executable(
                directory.resolve("my jdk/bin/java"),
                "#!/bin/sh\necho \"java $$\"\nfor argument; do echo \"<$argument>\"; done\n");
        mvn("""
                #!/bin/sh
                echo "$@" >>mvn.calls
                mkdir -p infra/local/target/classes core/target
                cat core/src/main/java/A.java >infra/local/target/classes/A.class
                printf '%s' 'a.jar:b c.jar' >infra/local/target/classpath.txt
                echo '    java.home = DIRECTORY/my jdk' >infra/local/target/java.txt
                echo '[INFO] Building Keysmith core 0.1  [1/2]'
                echo '[INFO] something else'
                """);
    }

    @Test
    void handsOverToJavaAsTheSameProcess() throws Exception {
        Run run = run(project.resolve("keysmith").toString(), "local", "--port", "0", "a b", "");

        assertThat(run.exitCode()).isZero();
        assertThat(run.lines())
                .endsWith(
                        "java " + run.processId(),
                        "<--enable-native-access=ALL-UNNAMED>",
                        "<-Dkeysmith.project=" + project.toRealPath() + ">",
                        "<-cp>",
                        "<" + project.toRealPath() + "/infra/local/target/classes:a.jar:b c.jar>",
                        "<dev.keysmith.local.Main>",
                        "<local>",
                        "<--port>",
                        "<0>",
                        "<a b>",
                        "<>");
    }

    @Test
    void showsTheModulesThatAreBuilt() throws Exception {
        assertThat(run(project.resolve("keysmith").toString()).lines())
                .contains("  Keysmith core 0.1  [1/2]")
                .noneMatch(line -> line.contains("something else"));
    }

    @Test
    void buildsOnlyWhenSomethingChanged() throws Exception {
        String keysmith = project.resolve("keysmith").toString();
        run(keysmith);
        run(keysmith);
        assertThat(builds()).isEqualTo(1);

        write("core/src/test/java/ATest.java", "class ATest {}");
        write(".keysmith/dynamodb/data", "data");
        run(keysmith);
        assertThat(builds()).isEqualTo(1);

        write("core/src/main/java/A.java", "class A { }");
        run(keysmith);
        assertThat(builds()).isEqualTo(2);

        write("core/src/main/resources/new file.txt", "new");
        run(keysmith);
        assertThat(builds()).isEqualTo(3);

        write("pom.xml", "<project></project>");
        run(keysmith);
        assertThat(builds()).isEqualTo(4);
    }

    @Test
    void buildsWhenWhatWasBuiltIsGoneOrOfOtherSources() throws Exception {
        String keysmith = project.resolve("keysmith").toString();
        run(keysmith);

        write("infra/local/target/classes/A.class", "of sources that were undone since");
        run(keysmith);
        assertThat(builds()).isEqualTo(2);

        Files.delete(project.resolve("infra/local/target/java.txt"));
        run(keysmith);
        assertThat(builds()).isEqualTo(3);

        Files.move(directory.resolve("my jdk"), directory.resolve("moved jdk"));
        assertThat(run(keysmith).exitCode()).isNotZero();
        assertThat(builds()).isEqualTo(4);
    }

    @Test
    void worksFromElsewhereAndThroughLinks() throws Exception {
        Path link = directory.resolve("links/ks");
        Files.createDirectories(link.getParent());
        Files.createSymbolicLink(directory.resolve("links/other"), Path.of("../my project/keysmith"));
        Files.createSymbolicLink(link, Path.of("other"));

        Run run = run(link.toString());

        assertThat(run.exitCode()).isZero();
        assertThat(run.lines()).contains("<-Dkeysmith.project=" + project.toRealPath() + ">");
    }

    @Test
    void failedBuildShowsItsEndAndIsNoBuild() throws Exception {
        mvn("#!/bin/sh\necho one >>mvn.calls\necho '[ERROR] A.java: it does not compile'\nexit 1\n");
        String keysmith = project.resolve("keysmith").toString();

        Run run = run(keysmith);

        assertThat(run.exitCode()).isEqualTo(1);
        assertThat(run.lines()).contains("[ERROR] A.java: it does not compile");
        assertThat(run.lines().getLast()).startsWith("keysmith: the build failed");
        run(keysmith);
        assertThat(builds()).isEqualTo(2);
    }

    @Test
    void missingJdkIsNamed() throws Exception {
        mvn("""
                #!/bin/sh
                echo '[ERROR] Failed to execute goal org.apache.maven.plugins:maven-toolchains-plugin:3.2.0:select-jdk-toolchain'
                exit 1
                """);

        assertThat(run(project.resolve("keysmith").toString()).lines().getLast())
                .startsWith("keysmith: no JDK 25 was found");
    }

    @Test
    void missingMavenIsNamed() throws Exception {
        Files.delete(tools.resolve("mvn"));

        Run run = run(project.resolve("keysmith").toString());

        assertThat(run.exitCode()).isEqualTo(1);
        assertThat(run.lines()).singleElement().asString().startsWith("keysmith: Maven 3.8 or later is needed");
    }

    private record Run(long processId, int exitCode, List<String> lines) {}

    private Run run(String... command) throws IOException, InterruptedException {
        ProcessBuilder builder =
                new ProcessBuilder(command).redirectErrorStream(true).directory(directory.toFile());
        builder.environment().put("PATH", tools + ":" + coreTools());
        Process process = builder.start();
        process.getOutputStream().close();
        List<String> lines = new String(process.getInputStream().readAllBytes(), UTF_8)
                .lines()
                .toList();
        return new Run(process.pid(), process.waitFor(), lines);
    }

    /** A folder with all that the script itself needs, and no Maven. */
    private Path coreTools() throws IOException {
        Path folder = directory.resolve("core-tools");
        if (Files.exists(folder)) {
            return folder;
        }
        Files.createDirectories(folder);
        for (String tool : List.of(
                "sh",
                "cat",
                "cksum",
                "dirname",
                "find",
                "grep",
                "mkdir",
                "readlink",
                "rm",
                "sed",
                "sort",
                "tail",
                "tee")) {
            Path found = Stream.of("/usr/bin", "/bin")
                    .map(place -> Path.of(place, tool))
                    .filter(Files::isExecutable)
                    .findFirst()
                    .orElseThrow();
            Files.createSymbolicLink(folder.resolve(tool), found);
        }
        return folder;
    }

    private long builds() throws IOException {
        return Files.readAllLines(project.resolve("mvn.calls")).size();
    }

    private void mvn(String script) throws IOException {
        executable(tools.resolve("mvn"), script.replace("DIRECTORY", directory.toString()));
    }

    private void write(String file, String text) throws IOException {
        Path path = project.resolve(file);
        Files.createDirectories(path.resolveSibling(""));
        Files.writeString(path, text);
    }

    private static void executable(Path file, String text) throws IOException {
        Files.createDirectories(file.resolveSibling(""));
        Files.writeString(file, text);
        Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rwxr-xr-x"));
    }
}
