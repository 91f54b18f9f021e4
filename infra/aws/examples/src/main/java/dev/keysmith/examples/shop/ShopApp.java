package dev.keysmith.examples.shop;

import java.nio.file.Path;
import software.amazon.awscdk.App;
import software.amazon.awscdk.StackProps;
import software.constructs.Node;

/** The app: {@code cdk synth -c issuer=https://keys.example.com}. */
public final class ShopApp {

    private ShopApp() {}

    /** Synthesizes the app into the folder that the CDK names. */
    public static void main(String[] arguments) {
        App app = new App();
        new ShopStack(
                app,
                "Shop",
                StackProps.builder().build(),
                new ShopStack.Choices(
                        Path.of(System.getProperty("keysmith.project")),
                        context(app.getNode(), "name", "keysmith"),
                        context(app.getNode(), "issuer", ""),
                        context(app.getNode(), "backend", "https://backend.example.com")));
        app.synth();
    }

    private static String context(Node node, String name, String fallback) {
        return node.tryGetContext(name) instanceof String value ? value : fallback;
    }
}
