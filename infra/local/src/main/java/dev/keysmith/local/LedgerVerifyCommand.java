package dev.keysmith.local;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.ExitCode;
import picocli.CommandLine.Option;

/** {@code keysmith ledger verify}: names the first event that is not as it was stored; exit 0 where there is none, else 1. */
@Command(
        name = "verify",
        description = "Finds the first event that was altered, removed, moved or added.",
        mixinStandardHelpOptions = true)
final class LedgerVerifyCommand extends LedgerSubcommand {

    @Option(
            names = "--checkpoint",
            paramLabel = "FILE",
            description = "Verify against this checkpoint; the newest of the store by default.")
    private @Nullable Path checkpoint;

    LedgerVerifyCommand(PrintStream out, PrintStream err) {
        super(out, err);
    }

    @Override
    int run(RunningLedger ledger) throws IOException, LedgerTaskException {
        ObjectNode task = RunningLedger.task("verify");
        if (checkpoint != null) {
            if (!Files.isRegularFile(checkpoint)) {
                throw new LedgerTaskException("there is no file " + checkpoint);
            }
            task.put("checkpoint", new CheckpointFolder(ledger.store()).add(checkpoint));
        }
        JsonNode answer = ledger.run(task);
        String against = answer.path("checkpoint").isTextual()
                ? "against " + answer.path("checkpoint").asText()
                : "without a checkpoint: a removed end of a chain is not seen";
        tell(answer.path("events").asLong() + " events of "
                + answer.path("keys").asLong() + " keys looked at, " + against);
        if (answer.path("ok").asBoolean()) {
            tell("Every event is as it was stored");
            return ExitCode.OK;
        }
        tell(describe(answer.path("finding")));
        return ExitCode.SOFTWARE;
    }

    /** As {@code altered: key 0Nf66uvCSw1D8JcY, version 4 (revoked): its reason is not the one that was sealed}. */
    private static String describe(JsonNode finding) {
        StringBuilder text = new StringBuilder(finding.path("kind").asText());
        text.append(": key ").append(finding.path("key_id").asText());
        if (finding.path("version").isNumber()) {
            text.append(", version ").append(finding.path("version").asLong());
        }
        if (finding.path("action").isTextual()) {
            text.append(" (").append(finding.path("action").asText()).append(')');
        }
        return text.append(": ").append(finding.path("detail").asText()).toString();
    }
}
