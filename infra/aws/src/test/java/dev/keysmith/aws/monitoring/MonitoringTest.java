package dev.keysmith.aws.monitoring;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.keysmith.aws.testing.NeedsNode;
import dev.keysmith.blueprint.Blueprint;
import dev.keysmith.blueprint.FunctionSpec;
import dev.keysmith.blueprint.Naming;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.MatchResult;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import software.amazon.awscdk.App;
import software.amazon.awscdk.Stack;
import software.amazon.awscdk.assertions.Template;
import software.amazon.awscdk.services.apigateway.RestApi;
import software.amazon.awscdk.services.dynamodb.Attribute;
import software.amazon.awscdk.services.dynamodb.AttributeType;
import software.amazon.awscdk.services.dynamodb.Table;
import software.amazon.awscdk.services.lambda.Code;
import software.amazon.awscdk.services.lambda.Function;
import software.amazon.awscdk.services.lambda.Runtime;
import software.amazon.awscdk.services.logs.LogGroup;
import software.amazon.awscdk.services.sns.Topic;

/** Dashboard and alarms look at what there is, and the docs tell of each alarm. */
@NeedsNode
final class MonitoringTest {

    /** Tests run in the module's folder. */
    private static final Path PAGE = Path.of("../../docs/operations.md");

    private static final Blueprint BLUEPRINT = Blueprint.of(Naming.standard());
    private static final Pattern METRIC_ON_DASHBOARD = Pattern.compile("\\[\"(Keysmith[^\"]*)\",\"([^\"]+)\"");
    private static final Pattern ALARM_IN_DOCS = Pattern.compile("(?m)^\\| `([a-z-]+)` \\|");

    private static JsonNode resources = new ObjectMapper().createObjectNode();

    @BeforeAll
    static void synthesizeOnce() {
        Stack stack = new Stack(new App(), "Keysmith");
        Map<String, Function> functions = new LinkedHashMap<>();
        for (FunctionSpec spec : BLUEPRINT.functions()) {
            functions.put(
                    spec.name(),
                    Function.Builder.create(stack, spec.name())
                            .runtime(Runtime.NODEJS_22_X)
                            .handler("index.handler")
                            .code(Code.fromInline("//"))
                            .logGroup(new LogGroup(stack, spec.name() + "-log"))
                            .build());
        }
        RestApi api = new RestApi(stack, "Api");
        api.getRoot().addMethod("GET");
        Table table = Table.Builder.create(stack, "Keys")
                .partitionKey(Attribute.builder()
                        .name("id")
                        .type(AttributeType.STRING)
                        .build())
                .build();
        new KeysmithMonitoring(
                stack,
                "Monitoring",
                new Monitored("keysmith", functions, api, List.of(table)),
                Optional.of(new Topic(stack, "Topic")));
        resources = new ObjectMapper()
                .valueToTree(Template.fromStack(stack).toJSON())
                .path("Resources");
    }

    @Test
    void eachMetricOfOursIsOneThatTheCodeEmits() throws IOException {
        Path authorizer = artifact("authorizer");
        Set<String> emitted = new HashSet<>(PackagedTexts.of(authorizer, "dev.keysmith.authorizer.Metrics"));
        emitted.addAll(PackagedTexts.of(authorizer, "dev.keysmith.core.error.ErrorCode"));
        emitted.addAll(PackagedTexts.of(artifact(Blueprint.LEDGER), "dev.keysmith.functions.ledger.BatchMetrics"));

        Set<String> looked = names(EmittedMetrics.NAMESPACE);

        assertThat(looked).contains("allowed", "rate_limited", "failure", "decision_time", "ledger_lag");
        assertThat(emitted).containsAll(looked);
    }

    @Test
    void eachMetricThatIsCountedFromLogsHasItsFilter() {
        Set<String> counted = all("AWS::Logs::MetricFilter").stream()
                .map(filter -> filter.path("MetricTransformations").path(0))
                .map(metric -> metric.path("MetricNamespace").asText() + " "
                        + metric.path("MetricName").asText())
                .collect(Collectors.toSet());

        assertThat(names("Keysmith/keysmith")).isNotEmpty();
        assertThat(counted)
                .containsExactlyInAnyOrderElementsOf(names("Keysmith/keysmith").stream()
                        .map("Keysmith/keysmith "::concat)
                        .toList());
    }

    @Test
    void filtersLookForLinesThatAreLogged() throws IOException {
        Set<String> logged = new HashSet<>();
        for (String function : List.of("issue", "refresh", "revoke")) {
            logged.addAll(PackagedTexts.of(artifact(function), "dev.keysmith.functions.api.logging.RequestLog"));
            logged.addAll(PackagedTexts.of(artifact(function), "dev.keysmith.functions.api.logging.JsonLineEncoder"));
        }
        logged.addAll(PackagedTexts.of(artifact(Blueprint.ROTATION), "dev.keysmith.functions.rotatesecret.LogLine"));
        logged.addAll(PackagedTexts.of(artifact(Blueprint.LEDGER_TASK), "dev.keysmith.functions.ledger.task.TaskLog"));
        logged.addAll(PackagedTexts.of(artifact(Blueprint.LEDGER_TASK), "dev.keysmith.functions.ledger.task.Tasks"));
        BLUEPRINT.api().routes().forEach(route -> logged.addAll(List.of(route.method(), route.resource())));

        List<String> patterns = all("AWS::Logs::MetricFilter").stream()
                .map(filter -> filter.path("FilterPattern").asText())
                .filter(pattern -> pattern.startsWith("{"))
                .toList();

        assertThat(patterns).hasSize(9);
        Pattern word = Pattern.compile("\\$\\.([a-z_]+)(?:\\.([a-z_]+))?|\"([^\"]+)\"");
        assertThat(patterns)
                .allSatisfy(
                        pattern -> assertThat(word.matcher(pattern).results().flatMap(MonitoringTest::groups))
                                .isNotEmpty()
                                .allSatisfy(text -> assertThat(logged).contains(text)));
    }

    @Test
    void eachAlarmIsExplainedAndNoOther() throws IOException {
        String page = Files.readString(PAGE);
        String section = page.substring(page.indexOf("### Alarms"));
        Set<String> explained = ALARM_IN_DOCS
                .matcher(section.substring(0, section.indexOf("\n## ")))
                .results()
                .map(row -> row.group(1))
                .collect(Collectors.toCollection(TreeSet::new));

        Set<String> alarms = all("AWS::CloudWatch::Alarm").stream()
                .map(alarm -> alarm.path("AlarmName").asText().substring("keysmith-".length()))
                .collect(Collectors.toCollection(TreeSet::new));

        assertThat(alarms).hasSizeGreaterThan(10);
        assertThat(explained).isEqualTo(alarms);
    }

    @Test
    void alarmsTellTheTopicAndTakeNoDataForGood() {
        assertThat(all("AWS::CloudWatch::Alarm")).allSatisfy(alarm -> {
            assertThat(alarm.path("AlarmActions")).hasSize(1);
            assertThat(alarm.path("OKActions")).hasSize(1);
            assertThat(alarm.path("TreatMissingData").asText()).isEqualTo("notBreaching");
            assertThat(alarm.path("AlarmDescription").asText()).contains("docs/operations.md");
        });
    }

    /** Lambda counts each of them as one. */
    @Test
    void refusedCredentialsAreNoErrors() {
        assertThat(Pattern.compile("\"AWS/Lambda\",\"Errors\"")
                        .matcher(dashboard())
                        .results())
                .hasSize(BLUEPRINT.functions().size() - 1);
        assertThat(all("AWS::CloudWatch::Alarm").toString()).doesNotContain("\"Errors\"");
    }

    private static Stream<String> groups(MatchResult found) {
        return Stream.of(found.group(1), found.group(2), found.group(3)).filter(group -> group != null);
    }

    /** The metrics of a namespace that dashboard and alarms look at. */
    private static Set<String> names(String namespace) {
        Set<String> names = new TreeSet<>();
        for (JsonNode alarm : all("AWS::CloudWatch::Alarm")) {
            Stream.concat(Stream.of(alarm), alarm.findValues("Metric").stream())
                    .filter(metric -> metric.path("Namespace").asText().equals(namespace))
                    .forEach(metric -> names.add(metric.path("MetricName").asText()));
        }
        Matcher metrics = METRIC_ON_DASHBOARD.matcher(dashboard());
        while (metrics.find()) {
            if (metrics.group(1).equals(namespace)) {
                names.add(metrics.group(2));
            }
        }
        return names;
    }

    /** What is drawn, with a question mark for each name that AWS gives. */
    private static String dashboard() {
        JsonNode parts = all("AWS::CloudWatch::Dashboard")
                .getFirst()
                .path("DashboardBody")
                .path("Fn::Join")
                .path(1);
        return StreamSupport.stream(parts.spliterator(), false)
                .map(part -> part.isTextual() ? part.asText() : "?")
                .collect(Collectors.joining());
    }

    private static Path artifact(String function) {
        return BLUEPRINT.functions().stream()
                .filter(spec -> spec.name().equals(function))
                .findFirst()
                .orElseThrow()
                .artifact();
    }

    /** The properties of all resources of a type. */
    private static List<JsonNode> all(String type) {
        return StreamSupport.stream(resources.spliterator(), false)
                .filter(resource -> resource.path("Type").asText().equals(type))
                .map(resource -> resource.path("Properties"))
                .toList();
    }
}
