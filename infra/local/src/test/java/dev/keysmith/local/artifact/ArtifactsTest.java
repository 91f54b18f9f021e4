package dev.keysmith.local.artifact;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.List;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class ArtifactsTest {

    @TempDir
    Path directory;

    private Path zip;
    private Artifacts artifacts;

    @BeforeEach
    void prepare() {
        zip = directory.resolve("function.zip");
        artifacts = new Artifacts(directory.resolve("functions"));
    }

    @Test
    void jarsComeSortedByName() throws Exception {
        write("lib/b.jar", "lib/a.jar", "lib/note.txt", "other/c.jar");

        List<Path> jars = artifacts.unpack("issue", zip);

        assertThat(jars).extracting(jar -> jar.getFileName().toString()).containsExactly("a.jar", "b.jar");
        assertThat(jars).allSatisfy(jar -> assertThat(jar).exists().hasContent("content of lib/" + jar.getFileName()));
    }

    @Test
    void sameArtifactIsUnpackedOnce() throws Exception {
        write("lib/a.jar");
        Path jar = artifacts.unpack("issue", zip).getFirst();
        Files.writeString(jar, "touched");

        assertThat(artifacts.unpack("issue", zip)).containsExactly(jar);
        assertThat(jar).hasContent("touched");
    }

    @Test
    void changedArtifactReplacesTheOldOne() throws Exception {
        write("lib/a.jar");
        Path old = artifacts.unpack("issue", zip).getFirst();
        write("lib/b.jar");

        assertThat(artifacts.unpack("issue", zip))
                .singleElement()
                .satisfies(jar -> assertThat(jar).hasFileName("b.jar"));
        assertThat(old).doesNotExist();
    }

    @Test
    void functionsDoNotTouchEachOther() throws Exception {
        write("lib/a.jar");
        Path issue = artifacts.unpack("issue", zip).getFirst();
        write("lib/b.jar");

        artifacts.unpack("revoke", zip);

        assertThat(issue).exists();
    }

    @Test
    void entryOutsideOfTheArtifactIsRefused() throws Exception {
        write("lib/a.jar", "../escaped.jar");

        assertThatExceptionOfType(IOException.class)
                .isThrownBy(() -> artifacts.unpack("issue", zip))
                .withMessageContaining(zip.toString());
        assertThat(directory.resolve("functions/issue/escaped.jar")).doesNotExist();
    }

    @Test
    void missingArtifactIsNamed() {
        assertThatExceptionOfType(NoSuchFileException.class)
                .isThrownBy(() -> artifacts.unpack("issue", zip))
                .withMessageContaining(zip.toString());
    }

    private void write(String... names) throws IOException {
        try (ZipOutputStream out = new ZipOutputStream(Files.newOutputStream(zip))) {
            for (String name : names) {
                out.putNextEntry(new ZipEntry(name));
                out.write(("content of " + name).getBytes(UTF_8));
            }
        }
    }
}
