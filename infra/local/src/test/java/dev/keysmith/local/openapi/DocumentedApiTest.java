package dev.keysmith.local.openapi;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.keysmith.blueprint.Access;
import dev.keysmith.blueprint.Blueprint;
import dev.keysmith.blueprint.Naming;
import dev.keysmith.blueprint.RouteSpec;
import dev.keysmith.core.error.ErrorCode;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** The API's document and what is deployed say the same. */
class DocumentedApiTest {

    private static final Set<String> ONLY_WHERE_ASKED_FOR = Set.of("issued");

    private final ApiDocument document = ApiDocument.keysmith();
    private final List<RouteSpec> routes = Blueprint.of(Naming.standard()).api().routes();

    @Test
    void everyRouteIsDocumentedAndNoOther() {
        assertThat(document.operations())
                .extracting(Operation::toString)
                .containsExactlyInAnyOrderElementsOf(routes.stream()
                        .map(route -> route.method() + " " + route.resource())
                        .toList());
    }

    @Test
    void everyOperationNamesTheCredentialsAndScopesThatItsRouteNeeds() {
        Map<String, Access> access = routes.stream()
                .collect(Collectors.toMap(route -> route.method() + " " + route.resource(), RouteSpec::access));
        assertThat(document.operations()).allSatisfy(operation -> {
            switch (access.get(operation.toString())) {
                case Access.Guarded(Set<String> scopes) -> {
                    assertThat(operation.securitySchemes())
                            .containsExactly("api_key", "bearer", "service_authorization");
                    assertThat(operation.requiredScopes().orElseThrow()).containsExactlyInAnyOrderElementsOf(scopes);
                }
                case Access.Unguarded _ -> {
                    assertThat(operation.securitySchemes()).isEmpty();
                    assertThat(operation.requiredScopes()).isEmpty();
                }
                case null -> throw new AssertionError(operation + " has no route");
            }
        });
    }

    @Test
    void everyCodeOfTheCatalogueIsDocumentedAndNoOther() {
        Located codes = document.root()
                .get("components")
                .get("schemas")
                .get("ErrorCode")
                .get("enum");
        assertThat(codes.node().valueStream().map(JsonNode::asText))
                .containsExactlyInAnyOrderElementsOf(Arrays.stream(ErrorCode.values())
                        .map(ErrorCode::wireCode)
                        .toList());
    }

    @Test
    void everyBodyHasExamplesAndTheyFitItsSchema() {
        assertThat(bodies()).isNotEmpty().allSatisfy(body -> {
            List<JsonNode> examples = examples(body);
            assertThat(examples).as(body.pointer()).isNotEmpty();
            assertThat(examples)
                    .allSatisfy(example -> assertThat(document.violations(body.get("schema"), example))
                            .as(body.pointer())
                            .isEmpty());
        });
    }

    /** So an answer with a member that is not documented fails. */
    @Test
    void noObjectInAnAnswerMayHaveAnUndocumentedMember() {
        assertThat(answers())
                .isNotEmpty()
                .allSatisfy(body -> examples(body).forEach(example -> {
                    for (JsonNode changed : withOneMemberMore(example)) {
                        assertThat(document.violations(body.get("schema"), changed))
                                .as(body.pointer())
                                .isNotEmpty();
                    }
                }));
    }

    /** So an answer that lacks a documented member fails. Problems may lack some. */
    @Test
    void noMemberOfASuccessMayBeMissingButWhatWasNotAskedFor() {
        List<Located> successes = answers().stream()
                .filter(body -> body.pointer().endsWith("application~1json"))
                .toList();
        assertThat(successes)
                .isNotEmpty()
                .allSatisfy(body -> examples(body)
                        .forEach(example -> example.fieldNames()
                                .forEachRemaining(name -> assertThat(document.violations(
                                                        body.get("schema"),
                                                        ((ObjectNode) example.deepCopy()).without(name))
                                                .isEmpty())
                                        .as("without " + name)
                                        .isEqualTo(ONLY_WHERE_ASKED_FOR.contains(name)))));
    }

    /** What stands for the body of a request or an answer, of every media type. */
    private List<Located> bodies() {
        return Stream.concat(
                        document.operations().stream()
                                .flatMap(operation -> operation.place().find("requestBody").stream())
                                .flatMap(body -> body.get("content").children())
                                .map(Map.Entry::getValue),
                        answers().stream())
                .toList();
    }

    private List<Located> answers() {
        return document.operations().stream()
                .flatMap(operation -> operation.place().get("responses").children())
                .flatMap(response -> response.getValue().find("content").stream())
                .flatMap(Located::children)
                .map(Map.Entry::getValue)
                .distinct()
                .toList();
    }

    private static List<JsonNode> examples(Located body) {
        return body.find("examples").stream()
                .flatMap(Located::children)
                .map(example -> example.getValue().get("value").node())
                .toList();
    }

    /** The value with one member more, once for each object in it but for metadata, which is free. */
    private static List<JsonNode> withOneMemberMore(JsonNode value) {
        List<JsonNode> changed = new ArrayList<>();
        for (String pointer : objects(value, "")) {
            JsonNode copy = value.deepCopy();
            ((ObjectNode) copy.at(pointer)).put("undocumented", 1);
            changed.add(copy);
        }
        return changed;
    }

    private static List<String> objects(JsonNode value, String pointer) {
        List<String> found = new ArrayList<>();
        if (value.isObject()) {
            found.add(pointer);
            value.properties().forEach(member -> {
                if (!member.getKey().equals("metadata")) {
                    found.addAll(objects(member.getValue(), pointer + "/" + member.getKey()));
                }
            });
        } else if (value.isArray()) {
            for (int i = 0; i < value.size(); i++) {
                found.addAll(objects(value.get(i), pointer + "/" + i));
            }
        }
        return found;
    }
}
