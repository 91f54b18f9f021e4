package dev.keysmith.local;

import picocli.CommandLine.Command;

/** {@code keysmith ledger}: what is done to the ledger of the stack that runs. */
@Command(
        name = "ledger",
        description = "Verifies, secures and mends the ledger of the running stack.",
        mixinStandardHelpOptions = true,
        synopsisSubcommandLabel = "COMMAND")
final class LedgerCommand {}
