package dev.keysmith.local;

import java.io.IOException;
import java.io.PrintStream;
import java.util.concurrent.Callable;
import picocli.CommandLine.ExitCode;

/** A command on the ledger of the stack that runs. */
abstract class LedgerSubcommand implements Callable<Integer> {

    private final PrintStream out;
    private final PrintStream err;

    LedgerSubcommand(PrintStream out, PrintStream err) {
        this.out = out;
        this.err = err;
    }

    @Override
    public final Integer call() {
        try {
            return run(RunningLedger.find(Project.data()));
        } catch (LedgerTaskException e) {
            return failure(String.valueOf(e.getMessage()));
        } catch (IOException e) {
            return failure("a file cannot be read or written: " + e.getMessage());
        }
    }

    /** Does it; the exit code. */
    abstract int run(RunningLedger ledger) throws IOException, LedgerTaskException;

    final void tell(String line) {
        out.println(line);
    }

    private int failure(String reason) {
        err.println("keysmith: " + reason);
        return ExitCode.SOFTWARE;
    }
}
