package dev.keysmith.local;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class MainTest {

    private final ByteArrayOutputStream err = new ByteArrayOutputStream();

    @ParameterizedTest
    @ValueSource(
            strings = {
                "local --port eighty",
                "local --port 65536",
                "local --port",
                "local --prot 1",
                "local --aws-endpoint localhost:4566",
                "local --aws-endpoint http://127.0.0.1:4566 --reset",
                "rotate-secret",
                "rotate-secret admin-key",
                "rotate-secret signing --wiat",
                "admin-key --rotate --secret other",
                "admin-key --region nowhere.example",
                "admin-key --rotate --url http://api.example",
                "admin-key --rotate --url api.example",
                "ledger",
                "ledger verfy",
                "ledger verify --checkpoint",
                "ledger reconcile --older-than soon",
                "ledger reconcile --older-than -PT1S",
                "ledger checkpoint elsewhere",
                "lokal"
            })
    void wrongOptionIsToldInOneLine(String line) {
        int exitCode = run(line.split(" ", -1));

        assertThat(exitCode).isEqualTo(2);
        List<String> lines = err.toString(UTF_8).lines().toList();
        assertThat(lines).singleElement().asString().startsWith("keysmith: ");
    }

    @Test
    void messageNamesTheOption() {
        run("local", "--port", "65536");

        assertThat(err.toString(UTF_8)).contains("--port").contains("65536");
    }

    @Test
    void withoutAStackThereIsNothingToRotate() {
        assertThat(run("rotate-secret", "signing")).isEqualTo(1);

        assertThat(err.toString(UTF_8)).contains("no stack runs here").contains("./keysmith local");
    }

    @ParameterizedTest
    @ValueSource(strings = {"ledger verify", "ledger checkpoint", "ledger reconcile", "ledger dead-letters --replay"})
    void withoutAStackThereIsNoLedger(String line) {
        assertThat(run(line.split(" ", -1))).isEqualTo(1);

        assertThat(err.toString(UTF_8)).contains("no stack runs here").contains("./keysmith local");
    }

    private int run(String... arguments) {
        return Main.commandLine(
                        new PrintStream(new ByteArrayOutputStream(), true, UTF_8), new PrintStream(err, true, UTF_8))
                .execute(arguments);
    }
}
