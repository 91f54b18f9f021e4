package dev.keysmith.aws;

import dev.keysmith.aws.testing.NeedsNode;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import software.amazon.awscdk.App;
import software.amazon.awscdk.AppProps;

@NeedsNode
class KeysmithStackTest {

    @Test
    void x(@TempDir Path dir) throws Exception {
        Path pem = Files.writeString(dir.resolve("rds.pem"), "x");
        App app = new App(AppProps.builder()
                .outdir(Path.of("target/cdk.out").toAbsolutePath().toString())
                .build());
        new KeysmithStack(
                app,
                "Keysmith",
                null,
                KeysmithStackProps.builder(
                                Path.of("../..").toAbsolutePath().normalize(), "https://keys.example.com", pem)
                        .build());
        app.synth();
    }
}
