package dev.keysmith.examples.shop;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.File;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;
import org.junit.jupiter.api.Test;
import software.amazon.awscdk.App;
import software.amazon.awscdk.StackProps;
import software.amazon.awscdk.assertions.Template;

/** The shop is synthesized, and all of it is guarded but what says that it is not. */
final class ShopStackTest {

    /** Tests run in the module's folder. */
    private static final Path PROJECT = Path.of("../../..").toAbsolutePath().normalize();

    @Test
    void everyRouteIsGuardedButHealth() {
        assumeTrue(
                Stream.of(System.getenv().getOrDefault("PATH", "").split(File.pathSeparator))
                        .anyMatch(folder -> Files.isExecutable(Path.of(folder, "node"))),
                "node is not on the PATH: the example was not synthesized by the CDK");
        ShopStack shop = new ShopStack(
                new App(),
                "Shop",
                StackProps.builder().build(),
                new ShopStack.Choices(PROJECT, "keysmith", "https://keys.example.com", "https://backend.example.com"));

        JsonNode resources = new ObjectMapper()
                .valueToTree(Template.fromStack(shop).toJSON())
                .path("Resources");

        assertThat(ofType(resources, "AWS::ApiGateway::Method"))
                .extracting(method -> method.path("AuthorizationType").asText())
                .containsExactlyInAnyOrder("CUSTOM", "CUSTOM", "NONE");
        assertThat(ofType(resources, "AWS::ApiGatewayV2::Route"))
                .extracting(route -> route.path("RouteKey").asText() + " "
                        + route.path("AuthorizationType").asText())
                .containsExactlyInAnyOrder(
                        "ANY /chat/{proxy+} CUSTOM", "GET /orders/{order_id} CUSTOM", "$default CUSTOM");
        assertThat(ofType(resources, "AWS::Lambda::Function")).hasSize(3);
    }

    @Test
    void guideShowsThisCode() throws Exception {
        String guide = Files.readString(PROJECT.resolve("docs/guarding.md"));
        String code = Files.readString(Path.of("src/main/java/dev/keysmith/examples/shop/OrdersApi.java"));
        int begin = guide.indexOf("```java\nRestApi api");

        List<String> shown = guide.substring(begin, guide.indexOf("```\n", begin + 3))
                .lines()
                .skip(1)
                .map(String::strip)
                .filter(line -> !line.isEmpty())
                .toList();

        assertThat(shown).hasSizeGreaterThan(10);
        assertThat(code.lines().map(String::strip)).containsSubsequence(shown);
    }

    /** The properties of all resources of a type. */
    private static List<JsonNode> ofType(JsonNode resources, String type) {
        return StreamSupport.stream(resources.spliterator(), false)
                .filter(resource -> resource.path("Type").asText().equals(type))
                .map(resource -> resource.path("Properties"))
                .toList();
    }
}
