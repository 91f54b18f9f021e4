package dev.keysmith.local;

import dev.keysmith.blueprint.Naming;
import dev.keysmith.local.aws.LocalAws;
import java.io.IOException;
import java.io.PrintStream;
import java.net.URI;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.ExitCode;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import software.amazon.awssdk.core.exception.SdkClientException;
import software.amazon.awssdk.services.secretsmanager.SecretsManagerClient;
import software.amazon.awssdk.services.secretsmanager.model.SecretsManagerException;

/** {@code keysmith rotate-secret}: rotates a secret of the stack that runs, through Secrets Manager's API. */
@Command(
        name = "rotate-secret",
        description = "Rotates a secret of the running stack.",
        mixinStandardHelpOptions = true)
final class RotateSecretCommand implements Callable<Integer> {

    private final PrintStream out;
    private final PrintStream err;
    private final Map<String, String> names;

    @Parameters(paramLabel = "SECRET", description = "verification (the peppers), signing or ledger.")
    private String secret = "";

    @Option(
            names = "--wait",
            negatable = true,
            defaultValue = "true",
            fallbackValue = "true",
            description = "Wait until the rotation has ended; this is the default.")
    private boolean wait;

    RotateSecretCommand(PrintStream out, PrintStream err) {
        this.out = out;
        this.err = err;
        Naming naming = Naming.standard();
        this.names = Map.of(
                "verification", naming.verificationSecret(),
                "signing", naming.signingSecret(),
                "ledger", naming.ledgerSecret());
    }

    @Override
    public Integer call() throws InterruptedException {
        String name = names.getOrDefault(secret, "");
        if (name.isEmpty()) {
            return failure("SECRET must be verification, signing or ledger, not " + secret, ExitCode.USAGE);
        }
        Path data = Project.data();
        Optional<URI> endpoint;
        try {
            endpoint = new StateFile(data.resolve("local.json"))
                    .endpoint(StateFile.SECRETS_MANAGER)
                    .map(URI::create);
        } catch (IOException e) {
            return failure("cannot read " + data.resolve("local.json"), ExitCode.SOFTWARE);
        }
        if (endpoint.isEmpty()) {
            return failure("no stack runs here: ./keysmith local starts one", ExitCode.SOFTWARE);
        }
        try (SecretsManagerClient secrets = LocalAws.secretsManager(endpoint.get())) {
            return rotate(new RequestedRotation(secrets, name), data.resolve("logs/rotate-secret.log"));
        } catch (SecretsManagerException e) {
            return failure(e.awsErrorDetails().errorMessage(), ExitCode.SOFTWARE);
        } catch (SdkClientException e) {
            return failure(
                    "Secrets Manager at " + endpoint.get() + " does not answer: does the stack run?",
                    ExitCode.SOFTWARE);
        }
    }

    private int rotate(RequestedRotation rotation, Path log) throws InterruptedException {
        if (rotation.start()) {
            out.println("Rotating " + rotation.name());
        } else {
            out.println("An earlier rotation of " + rotation.name() + " did not end: it is tried again");
        }
        if (!wait) {
            return ExitCode.OK;
        }
        return switch (rotation.awaitEnd()) {
            case ROTATED -> {
                out.println(rotation.name() + " is rotated: version " + rotation.version() + " is current");
                yield ExitCode.OK;
            }
            case GIVEN_UP ->
                failure("the rotation was given up: " + log + " tells why. Rotate again", ExitCode.SOFTWARE);
            case UNFINISHED ->
                failure(
                        "the rotation did not end in time: " + log + " tells why. Rotate again to go on with it",
                        ExitCode.SOFTWARE);
        };
    }

    private int failure(String reason, int exitCode) {
        err.println("keysmith: " + reason);
        return exitCode;
    }
}
