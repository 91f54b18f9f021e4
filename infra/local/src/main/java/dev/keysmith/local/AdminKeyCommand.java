package dev.keysmith.local;

import dev.keysmith.blueprint.Naming;
import java.io.PrintStream;
import java.net.URI;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.ExitCode;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** {@code keysmith admin-key}: a deployment's first admin key. The key goes to standard output, and everything else does not. */
@Command(
        name = "admin-key",
        description = {
            "Shows the first admin key, of the running stack or of a deployment on AWS, or rotates it.",
            "On AWS the credentials are those that the AWS SDK finds."
        },
        mixinStandardHelpOptions = true)
final class AdminKeyCommand implements Callable<Integer> {

    private static final Pattern REGION = Pattern.compile("[a-z]{2}(-[a-z0-9]+)+");
    private static final Set<String> LOOPBACK = Set.of("127.0.0.1", "localhost", "[::1]");

    private final PrintStream out;
    private final PrintStream err;

    @Spec
    private @Nullable CommandSpec spec;

    @Option(
            names = "--rotate",
            description =
                    "Give it a new secret and show that, once: what Secrets Manager holds opens nothing any more.")
    private boolean rotate;

    @Option(names = "--secret", paramLabel = "NAME", description = "The secret on AWS; by default keysmith/admin-key.")
    private @Nullable String secret;

    @Option(names = "--region", paramLabel = "REGION", description = "Its region; by default the AWS SDK's.")
    private @Nullable String region;

    @Option(names = "--url", paramLabel = "URL", description = "The URL of the deployment's API on AWS, for --rotate.")
    private @Nullable URI url;

    AdminKeyCommand(PrintStream out, PrintStream err) {
        this.out = out;
        this.err = err;
    }

    @Override
    public Integer call() {
        try {
            AdminKeyPlace place = place();
            if (!rotate) {
                out.println(place.read());
                return ExitCode.OK;
            }
            URI api = place.api().orElseThrow(() -> wrong("--rotate needs --url on AWS"));
            out.println(AdminKeyRotation.rotate(api, place.read()));
            err.println("This is shown once. What the secret " + place.secret() + " holds opens nothing any more.");
            return ExitCode.OK;
        } catch (AdminKeyException e) {
            err.println("keysmith: " + e.getMessage());
            return ExitCode.SOFTWARE;
        }
    }

    private AdminKeyPlace place() throws AdminKeyException {
        if (secret == null && region == null && url == null) {
            return AdminKeyPlace.OnThisMachine.find(Project.data());
        }
        if (region != null && !REGION.matcher(region).matches()) {
            throw wrong("--region must be an AWS region");
        }
        if (url != null && !isPrivate(url)) {
            throw wrong("--url must be an https URL: the key is sent there");
        }
        return new AdminKeyPlace.OnAws(
                Optional.ofNullable(region),
                secret == null ? Naming.standard().adminKeySecret() : secret,
                Optional.ofNullable(url));
    }

    private static boolean isPrivate(URI url) {
        return url.getHost() != null
                && url.getQuery() == null
                && url.getFragment() == null
                && ("https".equals(url.getScheme())
                        || ("http".equals(url.getScheme()) && LOOPBACK.contains(url.getHost())));
    }

    private ParameterException wrong(String message) {
        if (spec == null) {
            throw new IllegalStateException("the command line was not read");
        }
        return new ParameterException(spec.commandLine(), message);
    }
}
