package dev.keysmith.aws.template;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.keysmith.aws.testing.NeedsNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

/**
 * The template, a line for each value, so that a reviewer sees what a change does to a deployment. Where it changed on purpose:
 * {@code mvn -pl infra/aws -am test -Dtest=SnapshotTest -Dsurefire.failIfNoSpecifiedTests=false -Dkeysmith.write-docs=true}.
 */
@NeedsNode
class SnapshotTest {

    private static final Path SNAPSHOT = Path.of("src/test/resources/keysmith.template.txt");

    /** What says which build it was: hashes of artifacts, and what the CDK derives from them. */
    private static final Pattern BUILD =
            Pattern.compile("[0-9a-f]{64}|(?<=(CurrentVersion|Deployment)[0-9A-F]{8})[0-9a-f]{32}");

    @Test
    void templateIsTheReviewedOne() throws IOException {
        String actual = text(Synthesis.standard().template());
        if (Boolean.getBoolean("keysmith.write-docs")) {
            Files.writeString(SNAPSHOT, actual);
        }
        assertThat(actual).isEqualTo(Files.readString(SNAPSHOT));
    }

    private static String text(Template template) {
        Set<String> lines = new TreeSet<>();
        for (Resource resource : template.resources()) {
            add(lines, resource.id() + " " + resource.type(), resource.json().path("Properties"));
            for (String attribute : Set.of("DeletionPolicy", "UpdateReplacePolicy")) {
                add(lines, resource.id() + " " + attribute, resource.json().path(attribute));
            }
            Statements.list(resource.json().path("DependsOn"))
                    .forEach(other -> lines.add(resource.id() + " DependsOn " + other.asText()));
        }
        add(lines, "Outputs", template.json().path("Outputs"));
        return BUILD.matcher(String.join("\n", lines)).replaceAll("…") + "\n";
    }

    private static void add(Set<String> lines, String place, JsonNode node) {
        if (node.isObject() && !node.has("Ref") && !node.has("Fn::GetAtt") && !node.has("Fn::Join")) {
            node.fields().forEachRemaining(field -> add(lines, place + "/" + field.getKey(), field.getValue()));
        } else if (node.isArray() && !node.isEmpty()) {
            for (int index = 0; index < node.size(); index++) {
                add(lines, place + "/" + index, node.get(index));
            }
        } else if (!node.isMissingNode()) {
            lines.add(place + " = " + node);
        }
    }
}
