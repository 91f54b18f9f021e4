package dev.keysmith.aws.template;

import com.fasterxml.jackson.databind.ObjectMapper;
import dev.keysmith.aws.KeysmithStack;
import dev.keysmith.aws.KeysmithStackProps;
import dev.keysmith.aws.Setting;
import io.github.cdklabs.cdknag.AwsSolutionsChecks;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import software.amazon.awscdk.App;
import software.amazon.awscdk.AppProps;
import software.amazon.awscdk.Aspects;
import software.amazon.awscdk.Environment;
import software.amazon.awscdk.Stack;
import software.amazon.awscdk.StackProps;
import software.amazon.awscdk.assertions.Annotations;
import software.amazon.awscdk.assertions.Match;
import software.amazon.awscdk.services.dynamodb.WarmThroughput;
import software.amazon.awscdk.services.kms.Key;
import software.amazon.awscdk.services.sns.Topic;

/** The app, synthesized once for all tests: as it is by default, and with every choice made. */
final class Synthesis {

    private static final Path PROJECT = Path.of("../..").toAbsolutePath().normalize();
    private static final ObjectMapper JSON = new ObjectMapper();

    private final SynthesizedStack standard;
    private final SynthesizedStack everyChoice;

    private Synthesis() throws IOException {
        Path certificates = Files.writeString(
                Files.createDirectories(Path.of("target/certificates")).resolve("rds.pem"), "no certificate");
        Path output = Path.of("target/cdk.out").toAbsolutePath();
        App app = new App(AppProps.builder()
                .outdir(output.toString())
                // What CloudFormation would refuse stops the synthesis.
                .context(Map.of("@aws-cdk/core:validateAgainstDefaultRules", true))
                .build());
        var simple = new KeysmithStack(
                app,
                "Keysmith",
                null,
                KeysmithStackProps.builder(PROJECT, "https://keys.example.com", certificates)
                        .build());
        Stack owned = new Stack(app, "Owned", props());
        var full = new KeysmithStack(
                app,
                "EveryChoice",
                props(),
                KeysmithStackProps.builder(PROJECT, "https://keys.example.com", certificates)
                        .name("every-choice")
                        .keyPrefix("acme")
                        .audience("https://keys.example.com")
                        .furtherAudiences(List.of("https://api.example.com"))
                        .setting(Setting.IMPORT_PATTERNS, "kaa_[0-9a-f]{64}")
                        .encryptionKey(new Key(owned, "Key"))
                        .warmThroughput(WarmThroughput.builder()
                                .readUnitsPerSecond(20_000)
                                .writeUnitsPerSecond(5_000)
                                .build())
                        .onlyFrom(List.of("198.51.100.0/24"))
                        .firewall()
                        .authorizerConcurrency(100)
                        .alarmTopic(new Topic(owned, "Alarms"))
                        .build());
        Aspects.of(app).add(new AwsSolutionsChecks());
        app.synth();
        standard = synthesized(simple, output);
        everyChoice = synthesized(full, output);
    }

    private static StackProps props() {
        return StackProps.builder()
                .env(Environment.builder()
                        .account("111111111111")
                        .region("eu-central-1")
                        .build())
                .build();
    }

    private static SynthesizedStack synthesized(Stack stack, Path output) throws IOException {
        Template template =
                new Template(JSON.readTree(Files.readString(output.resolve(stack.getStackName() + ".template.json"))));
        List<Finding> findings =
                Annotations.fromStack(stack).findError("*", Match.stringLikeRegexp("AwsSolutions-.*")).stream()
                        .map(message -> Finding.of(
                                message.getId(),
                                String.valueOf(message.getEntry().getData())))
                        .toList();
        return new SynthesizedStack(template, findings);
    }

    static SynthesizedStack standard() {
        return Once.SYNTHESIS.standard;
    }

    static SynthesizedStack everyChoice() {
        return Once.SYNTHESIS.everyChoice;
    }

    /** Made when it is first asked for. */
    private static final class Once {
        private static final Synthesis SYNTHESIS = synthesize();

        private static Synthesis synthesize() {
            try {
                return new Synthesis();
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }
    }
}
