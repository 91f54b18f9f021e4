package dev.keysmith.local;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.ExitCode;
import picocli.CommandLine.Option;

/** {@code keysmith ledger checkpoint}: signs the ends of all chains, to be verified against later. */
@Command(
        name = "checkpoint",
        description = "Makes a checkpoint: the ends of all chains, signed.",
        mixinStandardHelpOptions = true)
final class LedgerCheckpointCommand extends LedgerSubcommand {

    @Option(
            names = "--output",
            paramLabel = "FILE",
            description = "Copy it to this file as well: keep it where the ledger's administrators cannot write.")
    private @Nullable Path output;

    LedgerCheckpointCommand(PrintStream out, PrintStream err) {
        super(out, err);
    }

    @Override
    int run(RunningLedger ledger) throws IOException, LedgerTaskException {
        JsonNode answer = ledger.run(RunningLedger.task("checkpoint"));
        String name = answer.path("checkpoint").asText();
        tell(name + ": " + answer.path("events").asLong() + " events of "
                + answer.path("keys").asLong() + " keys, at "
                + answer.path("at").asText());
        if (output != null) {
            new CheckpointFolder(ledger.store()).export(name, output);
            tell("Copied to " + output);
        }
        return ExitCode.OK;
    }
}
