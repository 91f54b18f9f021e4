package dev.keysmith.aws;

import java.nio.file.Path;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import software.amazon.awscdk.App;
import software.amazon.awscdk.Environment;
import software.amazon.awscdk.StackProps;
import software.constructs.Node;

/**
 * The CDK app that deploys Keysmith: {@code cdk deploy -c issuer=https://keys.example.com -c databaseCertificates=global-bundle.pem}.
 * {@code -c name=…} and {@code -c keyPrefix=…} are optional. Who wants more of {@link KeysmithStackProps} writes an app like this one.
 */
public final class KeysmithApp {

    private KeysmithApp() {}

    /** Synthesizes the app into the folder that the CDK names. */
    public static void main(String[] arguments) {
        App app = new App();
        Node node = app.getNode();
        KeysmithStackProps.Builder props = KeysmithStackProps.builder(
                Path.of(required("keysmith.project", System.getProperty("keysmith.project"))),
                required("issuer", context(node, "issuer").orElse(null)),
                Path.of(required(
                        "databaseCertificates",
                        context(node, "databaseCertificates").orElse(null))));
        context(node, "name").ifPresent(props::name);
        context(node, "keyPrefix").ifPresent(props::keyPrefix);
        KeysmithStackProps chosen = props.build();
        new KeysmithStack(
                app,
                "Keysmith",
                StackProps.builder()
                        .stackName(chosen.name())
                        .description("Keysmith: API keys")
                        .env(Environment.builder()
                                .account(System.getenv("CDK_DEFAULT_ACCOUNT"))
                                .region(System.getenv("CDK_DEFAULT_REGION"))
                                .build())
                        .build(),
                chosen);
        app.synth();
    }

    private static Optional<String> context(Node node, String key) {
        return Optional.ofNullable(node.tryGetContext(key)).map(Object::toString);
    }

    private static String required(String name, @Nullable String value) {
        if (value == null || value.isBlank()) {
            throw new IllegalArgumentException("give the context value " + name + ": cdk deploy -c " + name + "=…");
        }
        return value;
    }
}
