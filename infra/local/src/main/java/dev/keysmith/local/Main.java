package dev.keysmith.local;

import java.io.PrintStream;
import picocli.CommandLine;
import picocli.CommandLine.Command;

/** The command line {@code keysmith}. */
@Command(
        name = "keysmith",
        description = "API keys for people who run APIs on AWS.",
        mixinStandardHelpOptions = true,
        synopsisSubcommandLabel = "COMMAND")
public final class Main {

    private Main() {}

    /** Runs a command; its exit code is 2 for a wrong option or setting, 1 for a failure. */
    public static void main(String[] arguments) {
        System.exit(commandLine(System.out, System.err).execute(arguments));
    }

    static CommandLine commandLine(PrintStream out, PrintStream err) {
        return new CommandLine(new Main())
                .addSubcommand(new LocalCommand(out, err))
                .addSubcommand(new RotateSecretCommand(out, err))
                .addSubcommand(new AdminKeyCommand(out, err))
                .addSubcommand(new CommandLine(new LedgerCommand())
                        .addSubcommand(new LedgerVerifyCommand(out, err))
                        .addSubcommand(new LedgerCheckpointCommand(out, err))
                        .addSubcommand(new LedgerReconcileCommand(out, err))
                        .addSubcommand(new LedgerDeadLettersCommand(out, err)))
                .setParameterExceptionHandler((e, arguments) -> {
                    err.println("keysmith: " + firstLine(String.valueOf(e.getMessage())));
                    return CommandLine.ExitCode.USAGE;
                });
    }

    private static String firstLine(String message) {
        return message.lines().findFirst().orElse(message);
    }
}
