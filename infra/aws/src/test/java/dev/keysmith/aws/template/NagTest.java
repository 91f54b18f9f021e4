package dev.keysmith.aws.template;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;

import dev.keysmith.aws.testing.NeedsNode;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

/** cdk-nag's AwsSolutions: what it finds is what was accepted, each for a reason, and nothing else. */
@NeedsNode
class NagTest {

    /** A line for each: rule, construct, reason; with {@code " | "} between. */
    private static final String ACCEPTED = "/cdk-nag-accepted.txt";

    @Test
    void everyFindingWasAcceptedForAReason() {
        assertThat(found(Synthesis.standard(), "Keysmith")).isEqualTo(accepted());
    }

    @Test
    void everyChoiceAddsNone() {
        assertThat(found(Synthesis.everyChoice(), "EveryChoice")).isEqualTo(accepted());
    }

    private static Set<String> found(SynthesizedStack stack, String name) {
        return stack.findings().stream()
                .map(finding -> plain(finding.rule()) + " | "
                        + plain(finding.path())
                                .replaceFirst("^/" + name + "/", "")
                                .replace("/Resource", ""))
                .collect(Collectors.toSet());
    }

    /** Without the names of a deployment and what the CDK derives from them. */
    private static String plain(String text) {
        return text.replaceAll("<[A-Za-z]*?(keys|state|Bucket)[0-9A-F]{8}\\.Arn>", "<$1>")
                .replaceAll("(keysmith|every-choice)--", "");
    }

    private static Set<String> accepted() {
        List<String> lines;
        try (InputStream file = requireNonNull(NagTest.class.getResourceAsStream(ACCEPTED))) {
            lines = new String(file.readAllBytes(), StandardCharsets.UTF_8)
                    .lines()
                    .filter(line -> !line.isBlank() && !line.startsWith("#"))
                    .toList();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return lines.stream()
                .map(line -> line.split(" \\| "))
                .peek(parts -> assertThat(parts).hasSize(3).doesNotContain(""))
                .map(parts -> parts[0] + " | " + parts[1])
                .collect(Collectors.toSet());
    }
}
