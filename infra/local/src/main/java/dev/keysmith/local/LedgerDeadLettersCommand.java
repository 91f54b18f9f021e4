package dev.keysmith.local;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.PrintStream;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.Command;
import picocli.CommandLine.ExitCode;
import picocli.CommandLine.Option;

/** {@code keysmith ledger dead-letters}: the records that could not be stored for their own fault; they can be tried again, or given up. */
@Command(
        name = "dead-letters",
        description = "Lists the records that could not be stored, tries them again, or gives one up.",
        mixinStandardHelpOptions = true)
final class LedgerDeadLettersCommand extends LedgerSubcommand {

    private static final String ALL = "";

    @ArgGroup
    private final Choice choice = new Choice();

    /** At most one of them. */
    private static final class Choice {

        @Option(
                names = "--replay",
                paramLabel = "ID",
                arity = "0..1",
                fallbackValue = ALL,
                description = "Store this one now; all of them without an ID.")
        private @Nullable String replay;

        @Option(
                names = "--discard",
                paramLabel = "ID",
                description = "Give this one up: it is kept elsewhere in the store, and never replayed.")
        private @Nullable String discard;
    }

    LedgerDeadLettersCommand(PrintStream out, PrintStream err) {
        super(out, err);
    }

    @Override
    int run(RunningLedger ledger) throws LedgerTaskException {
        if (choice.discard != null) {
            return discard(ledger, choice.discard);
        }
        return choice.replay == null ? list(ledger) : replay(ledger, choice.replay);
    }

    private int list(RunningLedger ledger) throws LedgerTaskException {
        JsonNode letters = ledger.run(RunningLedger.task("dead_letters")).path("dead_letters");
        letters.forEach(letter -> tell(letter.path("id").asText() + ", put aside at "
                + letter.path("put_aside_at").asText() + ": "
                + letter.path("reason").asText()));
        if (letters.isEmpty()) {
            tell("No record was put aside");
        }
        return ExitCode.OK;
    }

    private int discard(RunningLedger ledger, String id) throws LedgerTaskException {
        JsonNode answer = ledger.run(RunningLedger.task("discard").put("id", id));
        tell(id + " is discarded, and kept as " + answer.path("kept").asText());
        return ExitCode.OK;
    }

    private int replay(RunningLedger ledger, String id) throws LedgerTaskException {
        ObjectNode task = RunningLedger.task("replay");
        if (!id.equals(ALL)) {
            task.put("id", id);
        }
        JsonNode answer = ledger.run(task);
        tell(answer.path("replayed").asLong() + " replayed");
        JsonNode failed = answer.path("failed");
        failed.forEach(letter -> tell("failed: " + letter.path("id").asText() + ": "
                + letter.path("reason").asText()));
        return failed.isEmpty() ? ExitCode.OK : ExitCode.SOFTWARE;
    }
}
