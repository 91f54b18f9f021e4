package dev.keysmith.local;

import java.io.IOException;
import java.io.PrintStream;
import java.net.URI;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.ExitCode;
import picocli.CommandLine.Option;

/** {@code keysmith local}: runs everything on this machine until it is stopped. */
@Command(
        name = "local",
        description = "Runs everything on this machine, until Ctrl-C or SIGTERM.",
        mixinStandardHelpOptions = true)
final class LocalCommand implements Callable<Integer> {

    private final PrintStream out;
    private final PrintStream err;
    private final CompletableFuture<LocalStack> started = new CompletableFuture<>();

    @Option(
            names = "--port",
            paramLabel = "PORT",
            defaultValue = "" + LocalStackSettings.DEFAULT_PORT,
            description = "The gateway's port, ${DEFAULT-VALUE} by default; 0 takes any free one.")
    private int port;

    @Option(names = "--reset", description = "Begin with empty stores.")
    private boolean reset;

    @Option(
            names = "--aws-endpoint",
            paramLabel = "URL",
            description = "Use DynamoDB and Secrets Manager at this endpoint instead of the embedded ones.")
    private @Nullable URI awsEndpoint;

    LocalCommand(PrintStream out, PrintStream err) {
        this.out = out;
        this.err = err;
    }

    @Override
    public Integer call() throws InterruptedException {
        try {
            LocalStackSettings settings = settings();
            Runtime.getRuntime().addShutdownHook(new Thread(this::stop, "stop"));
            LocalStack stack = LocalStack.start(settings, out::println);
            out.println(Welcome.text(stack));
            started.complete(stack);
        } catch (IllegalArgumentException e) {
            return failure(e, ExitCode.USAGE);
        } catch (LocalStackException | IOException e) {
            return failure(e, ExitCode.SOFTWARE);
        } finally {
            // Where it did not start there is nothing to stop; where it did, this does nothing.
            started.cancel(false);
        }
        // From here on the shutdown hook has the word.
        new CountDownLatch(1).await();
        return ExitCode.OK;
    }

    private LocalStackSettings settings() {
        return new LocalStackSettings(Project.root(), Project.data(), port)
                .withReset(reset)
                .withAwsEndpoint(Optional.ofNullable(awsEndpoint));
    }

    private int failure(Exception reason, int exitCode) {
        err.println("keysmith: " + reason.getMessage());
        return exitCode;
    }

    /** Waits for a start that is under way, so that nothing it started is left behind. */
    private void stop() {
        try {
            LocalStack stack = started.join();
            out.println("Stopping");
            stack.close();
            out.println("Stopped");
        } catch (CancellationException e) {
            // It did not start, and said why.
        }
    }
}
