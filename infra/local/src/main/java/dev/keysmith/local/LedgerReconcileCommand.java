package dev.keysmith.local;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.PrintStream;
import java.time.Duration;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.ExitCode;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** {@code keysmith ledger reconcile}: brings the ledger to the table's state where changes are missing, and marks the gaps. */
@Command(
        name = "reconcile",
        description = "Brings the ledger to the state of the table of keys, and marks what is missing between.",
        mixinStandardHelpOptions = true)
final class LedgerReconcileCommand extends LedgerSubcommand {

    @Spec
    private @Nullable CommandSpec command;

    private @Nullable Duration olderThan;

    LedgerReconcileCommand(PrintStream out, PrintStream err) {
        super(out, err);
    }

    @Option(
            names = "--older-than",
            paramLabel = "DURATION",
            description = "Leave younger changes to the stream, e.g. PT10M.")
    void setOlderThan(Duration value) {
        if (value.isNegative() && command != null) {
            throw new ParameterException(command.commandLine(), "--older-than must not be negative, but is " + value);
        }
        olderThan = value;
    }

    @Override
    int run(RunningLedger ledger) throws LedgerTaskException {
        ObjectNode task = RunningLedger.task("reconcile");
        if (olderThan != null) {
            task.put("older_than_seconds", olderThan.toSeconds());
        }
        JsonNode answer = ledger.run(task);
        tell(answer.path("keys").asLong() + " keys looked at, "
                + answer.path("reconciled").asLong() + " reconciled");
        answer.path("gaps")
                .forEach(gap -> tell("gap: key " + gap.path("key_id").asText() + ", versions "
                        + gap.path("from_version").asLong() + " to "
                        + gap.path("to_version").asLong() + ": "
                        + gap.path("detail").asText()));
        return ExitCode.OK;
    }
}
