package dev.keysmith.local.gateway;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import dev.keysmith.local.gateway.Policy.Verdict;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class PolicyTest {

    private static final String API = "arn:aws:execute-api:us-east-1:000000000000:local";

    @ParameterizedTest
    @CsvSource(quoteCharacter = '`', delimiter = '|', textBlock = """
            # effect | action             | resource under the API, or whole | method and path    | verdict
            Allow    | execute-api:Invoke | /v1/GET/v1/keys                  | GET/v1/keys        | ALLOWED
            Allow    | execute-api:Invoke | /v1/GET/v1/keys                  | POST/v1/keys       | NOT_ALLOWED
            Allow    | execute-api:Invoke | /v1/GET/v1/keys                  | GET/v1/keys/       | NOT_ALLOWED
            Allow    | execute-api:Invoke | /v1/GET/v1/keys                  | GET/V1/KEYS        | NOT_ALLOWED
            Allow    | execute-api:Invoke | /v1/GET/v1/keys/*                | GET/v1/keys/a      | ALLOWED
            Allow    | execute-api:Invoke | /v1/GET/v1/keys/*                | GET/v1/keys/a/b    | ALLOWED
            Allow    | execute-api:Invoke | /v1/GET/v1/keys/*                | GET/v1/keys        | NOT_ALLOWED
            Allow    | execute-api:Invoke | /v1/*/v1/keys                    | DELETE/v1/keys     | ALLOWED
            Allow    | execute-api:Invoke | /v1/GET/v1/key?                  | GET/v1/keys        | ALLOWED
            Allow    | execute-api:Invoke | /v1/GET/v1/key?                  | GET/v1/key         | NOT_ALLOWED
            Allow    | execute-api:Invoke | /v1/GET/v1/k?ys/a?b              | GET/v1/keys/a/b    | ALLOWED
            Allow    | execute-api:Invoke | /v1/GET/v1/k.ys                  | GET/v1/keys        | NOT_ALLOWED
            Allow    | execute-api:Invoke | *                                | GET/v1/keys        | ALLOWED
            Allow    | execute-api:Invoke | arn:aws:execute-api:*            | GET/v1/keys        | ALLOWED
            Allow    | execute-api:Invoke | arn:aws:execute-api:*:*:*        | GET/v1/keys        | ALLOWED
            Allow    | execute-api:Invoke | arn:aws:execute-api:*:*          | GET/v1/keys        | ALLOWED
            Allow    | execute-api:Invoke | arn:*/v1/GET/v1/keys             | GET/v1/keys        | NOT_ALLOWED
            Allow    | execute-api:Invoke | arn:aws:s3:*                     | GET/v1/keys        | NOT_ALLOWED
            Allow    | execute-api:*      | *                                | GET/v1/keys        | ALLOWED
            Allow    | EXECUTE-API:invoke | *                                | GET/v1/keys        | ALLOWED
            Allow    | *                  | *                                | GET/v1/keys        | ALLOWED
            Allow    | execute-api:Inv?ke | *                                | GET/v1/keys        | ALLOWED
            Allow    | execute-api:Manage | *                                | GET/v1/keys        | NOT_ALLOWED
            Allow    | s3:*               | *                                | GET/v1/keys        | NOT_ALLOWED
            Deny     | execute-api:Invoke | *                                | GET/v1/keys        | EXPLICITLY_DENIED
            Deny     | execute-api:Invoke | /v1/POST/*                       | GET/v1/keys        | NOT_ALLOWED
            """)
    void oneStatement(String effect, String action, String resource, String call, Verdict expected) throws Exception {
        String arn = resource.startsWith("/") ? API + resource : resource;
        Policy policy = parse(statement(effect, action, arn)).orElseThrow();
        assertThat(policy.evaluate("execute-api:Invoke", API + "/v1/" + call)).isEqualTo(expected);
    }

    @Test
    void aDenyWinsInAnyOrder() throws Exception {
        String allow = statement("Allow", "*", "*");
        String deny = statement("Deny", "execute-api:Invoke", API + "/v1/GET/*");
        for (String both : new String[] {allow + "," + deny, deny + "," + allow}) {
            Policy policy = parse(both).orElseThrow();
            assertThat(policy.evaluate("execute-api:Invoke", API + "/v1/GET/a")).isEqualTo(Verdict.EXPLICITLY_DENIED);
            assertThat(policy.evaluate("execute-api:Invoke", API + "/v1/PUT/a")).isEqualTo(Verdict.ALLOWED);
        }
    }

    @Test
    void listsOfActionsAndResourcesMatchByAnyElement() throws Exception {
        Policy policy = parse("""
                {"Effect":"Allow","Action":["s3:Get","execute-api:Invoke"],"Resource":["x","*"]}""").orElseThrow();
        assertThat(policy.evaluate("execute-api:Invoke", API + "/v1/GET/a")).isEqualTo(Verdict.ALLOWED);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "1",
                "{}",
                "{'Effect':'allow','Action':'*','Resource':'*'}",
                "{'Effect':'Allow','Action':[],'Resource':'*'}",
                "{'Effect':'Allow','Action':'*'}",
                "{'Effect':'Allow','Resource':'*'}",
                "{'Effect':'Allow','Action':'*','Resource':[1]}",
                "{'Effect':'Allow','NotAction':'s3:*','Resource':'*'}",
                "{'Effect':'Allow','Action':'*','Resource':'*','Condition':{}}",
                "{'Effect':'Allow','Action':'*','Resource':'${aws:username}'}",
                "{'Effect':'Allow','Action':'*','Resource':'*'},{'Effect':'Maybe','Action':'*','Resource':'*'}",
            })
    void aDocumentThatCannotBeEvaluatedIsUnusable(String statements) throws Exception {
        assertThat(parse(statements.replace('\'', '"'))).isEmpty();
    }

    @Test
    void aDocumentOfAnotherVersionIsUnusable() throws Exception {
        JsonNode document = FakeFunctions.JSON.readTree(
                "{\"Version\":\"2031-01-01\",\"Statement\":[" + statement("Allow", "*", "*") + "]}");
        assertThat(Policy.parse(document)).isEmpty();
    }

    private static String statement(String effect, String action, String resource) {
        return "{\"Effect\":\"" + effect + "\",\"Action\":\"" + action + "\",\"Resource\":\"" + resource + "\"}";
    }

    private static Optional<Policy> parse(String statements) throws JsonProcessingException {
        return Policy.parse(
                FakeFunctions.JSON.readTree("{\"Version\":\"2012-10-17\",\"Statement\":[" + statements + "]}"));
    }
}
