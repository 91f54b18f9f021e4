package dev.keysmith.local.openapi;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;

/** What holds exchanges to the document finds every kind of difference. */
class ApiContractTest {

    private static final String THING = "{\"id\":\"a1\",\"label\":null,\"kind\":\"thing\"}";
    private static final String PROBLEM = "{\"code\":\"not_found\"}";

    private final ApiContract contract = new ApiContract(ApiDocument.parse("""
            openapi: 3.1.0
            info: {title: things, version: '1'}
            paths:
              /things/{id}:
                parameters:
                  - $ref: '#/components/parameters/Id'
                put:
                  security: [{key: []}, {bearer: []}]
                  parameters:
                    - {name: depth, in: query, schema: {type: integer, maximum: 3}}
                    - {name: if-match, in: header, required: true, schema: {type: string, pattern: '^"'}}
                  requestBody:
                    required: true
                    content:
                      application/json:
                        schema: {$ref: '#/components/schemas/Base', unevaluatedProperties: false}
                  responses:
                    '200': {$ref: '#/components/responses/Thing'}
                    '204': {description: nothing}
                    '404':
                      description: none
                      content:
                        application/problem+json: {schema: {$ref: '#/components/schemas/AnyProblem'}}
              /things/mine:
                post:
                  security: []
                  requestBody:
                    content:
                      application/x-www-form-urlencoded:
                        schema: {type: object, required: [token], properties: {token: {type: string}}}
                  responses:
                    '204': {description: nothing}
            components:
              securitySchemes:
                key: {type: apiKey, in: header, name: x-key}
                bearer: {type: http, scheme: bearer}
              parameters:
                Id: {name: id, in: path, required: true, schema: {type: string, pattern: '^[a-z][0-9]$'}}
              responses:
                Thing:
                  description: a thing
                  headers:
                    etag: {required: true, schema: {type: string, pattern: '^"'}}
                    x-hint: {schema: {type: string}}
                  content:
                    application/json: {schema: {$ref: '#/components/schemas/Thing'}}
              schemas:
                Base:
                  type: object
                  required: [id]
                  properties: {id: {type: string}, label: {type: [string, 'null']}}
                Thing:
                  $ref: '#/components/schemas/Base'
                  required: [kind]
                  properties: {kind: {const: thing}, at: {type: string, format: date-time}}
                  unevaluatedProperties: false
                AnyProblem:
                  type: object
                  required: [code]
                  additionalProperties: false
                  properties: {code: {enum: [not_found]}}
            """));

    @Test
    void whatIsAsDocumentedIsRight() {
        assertThat(violations(put(), thing(THING))).isEmpty();
        assertThat(violations(put(), new Exchange.Answer(204, Map.of(), new byte[0])))
                .isEmpty();
        assertThat(violations(put(), answer(404, "application/problem+json; charset=utf-8", PROBLEM)))
                .isEmpty();
    }

    @Test
    void differenceFailsTheTestAndSaysWhere() {
        assertThatThrownBy(() -> contract.require(new Exchange(put(), thing("{\"id\":\"a1\"}"))))
                .isInstanceOf(AssertionError.class)
                .hasMessageContainingAll("PUT /things/a1", "200", "kind");
    }

    @Nested
    class OfAnAnswer {

        @Test
        void undocumentedStatusIsFound() {
            assertThat(violations(put(), answer(418, "application/json", "{}")))
                    .containsExactly("status 418 is not documented");
        }

        @Test
        void missingMemberIsFound() {
            assertFound(thing("{\"id\":\"a1\"}"), "kind");
            assertFound(thing("{\"kind\":\"thing\"}"), "id");
        }

        @Test
        void undocumentedMemberIsFound() {
            assertFound(thing("{\"id\":\"a1\",\"kind\":\"thing\",\"hash\":\"x\"}"), "hash");
            assertFound(answer(404, "application/problem+json", "{\"code\":\"not_found\",\"more\":1}"), "more");
        }

        @Test
        void wrongTypeIsFound() {
            assertFound(thing("{\"id\":5,\"kind\":\"thing\"}"), "/id");
            assertFound(thing("{\"id\":\"a1\",\"label\":[],\"kind\":\"thing\"}"), "/label");
            assertFound(thing("{\"id\":null,\"kind\":\"thing\"}"), "/id");
        }

        @Test
        void wrongValueIsFound() {
            assertFound(thing("{\"id\":\"a1\",\"kind\":\"other\"}"), "/kind");
            assertFound(thing("{\"id\":\"a1\",\"kind\":\"thing\",\"at\":\"today\"}"), "/at");
            assertFound(answer(404, "application/problem+json", "{\"code\":\"odd\"}"), "/code");
        }

        @Test
        void missingHeaderIsFound() {
            assertFound(answer(200, "application/json", THING), "header etag is missing");
        }

        @Test
        void wrongHeaderIsFound() {
            assertFound(answer(200, Map.of("content-type", "application/json", "ETag", "7"), THING), "header etag");
        }

        @Test
        void wrongContentTypeIsFound() {
            assertFound(answer(200, Map.of("content-type", "text/html", "etag", "\"7\""), THING), "text/html");
            assertFound(answer(200, Map.of("etag", "\"7\""), THING), "content type");
        }

        @Test
        void whatIsNotJsonIsFound() {
            assertFound(thing(""), "not application/json");
            assertFound(thing(THING + " x"), "not application/json");
            assertFound(thing("{\"id\":\"a1\",\"id\":\"a2\",\"kind\":\"thing\"}"), "not application/json");
        }

        @Test
        void undocumentedBodyIsFound() {
            assertFound(answer(204, "application/json", THING), "undocumented body");
        }

        private void assertFound(Exchange.Answer answer, String about) {
            assertThat(violations(put(), answer))
                    .anySatisfy(violation -> assertThat(violation).contains(about));
        }
    }

    @Nested
    class OfARequestThatHadSuccess {

        @Test
        void badBodyIsFound() {
            assertFound(put("/things/a1", headers(), "{}"), "id");
            assertFound(put("/things/a1", headers(), "{\"id\":\"a1\",\"more\":1}"), "more");
            assertFound(put("/things/a1", headers(), "no JSON"), "not application/json");
            assertFound(put("/things/a1", headers(), ""), "required body");
        }

        @Test
        void badParameterIsFound() {
            assertFound(put("/things/A1", headers(), "{\"id\":\"a1\"}"), "path parameter id");
            assertFound(put("/things/a1?depth=4", headers(), "{\"id\":\"a1\"}"), "query parameter depth");
            assertFound(put("/things/a1?depth=x", headers(), "{\"id\":\"a1\"}"), "query parameter depth");
            assertFound(put("/things/a1?width=4", headers(), "{\"id\":\"a1\"}"), "query parameter width");
            assertFound(put("/things/a1", with("if-match", "7"), "{\"id\":\"a1\"}"), "header parameter if-match");
            assertFound(put("/things/a1", without("if-match"), "{\"id\":\"a1\"}"), "header parameter if-match");
        }

        @Test
        void undocumentedContentTypeIsFound() {
            assertFound(put("/things/a1", with("content-type", "text/plain"), "{\"id\":\"a1\"}"), "text/plain");
        }

        @Test
        void successWithoutACredentialIsFound() {
            assertFound(put("/things/a1", without("x-key"), "{\"id\":\"a1\"}"), "credentials");
            Map<String, List<String>> bearer = without("x-key");
            bearer.put("authorization", List.of("Bearer k"));
            assertThat(violations(put("/things/a1", bearer, "{\"id\":\"a1\"}"), thing(THING)))
                    .isEmpty();
        }

        @Test
        void formIsReadAsOne() {
            Exchange.Answer done = new Exchange.Answer(204, Map.of(), new byte[0]);
            assertThat(violations(form("token=a%20b"), done)).isEmpty();
            assertThat(violations(form("code=a"), done))
                    .singleElement()
                    .asString()
                    .contains("token");
        }

        private Exchange.Request form(String body) {
            return request(
                    "POST", "/things/mine", Map.of("content-type", List.of("application/x-www-form-urlencoded")), body);
        }

        private void assertFound(Exchange.Request request, String about) {
            assertThat(violations(request, thing(THING)))
                    .anySatisfy(violation -> assertThat(violation).contains(about));
        }
    }

    @Test
    void refusedRequestMayBeAnything() {
        assertThat(violations(
                        put("/things/nonsense?x=y", Map.of(), "no JSON"),
                        answer(404, "application/problem+json", PROBLEM)))
                .isEmpty();
    }

    @Test
    void whatNoOperationDescribesIsRefusedWithAProblem() {
        // The literal path counts, and it has no PUT.
        for (String path : List.of("/nothing", "/things/mine", "/things/a1/", "//things/a1", "/things/")) {
            Exchange.Request request = put(path, headers(), "{\"id\":\"a1\"}");
            assertThat(violations(request, answer(404, "application/problem+json", PROBLEM)))
                    .as(path)
                    .isEmpty();
            assertThat(violations(request, thing(THING))).as(path).isNotEmpty();
            assertThat(violations(request, answer(404, "application/json", PROBLEM)))
                    .as(path)
                    .isNotEmpty();
            assertThat(violations(request, answer(404, "application/problem+json", "{}")))
                    .as(path)
                    .isNotEmpty();
            assertThat(violations(request, answer(500, "application/problem+json", PROBLEM)))
                    .as(path)
                    .isNotEmpty();
        }
    }

    private List<String> violations(Exchange.Request request, Exchange.Answer answer) {
        return contract.violations(new Exchange(request, answer));
    }

    private static Exchange.Request put() {
        return put("/things/a1?depth=2", headers(), "{\"id\":\"a1\",\"label\":\"x\"}");
    }

    private static Exchange.Request put(String path, Map<String, List<String>> headers, String body) {
        return request("PUT", path, headers, body);
    }

    private static Exchange.Request request(
            String method, String path, Map<String, List<String>> headers, String body) {
        return new Exchange.Request(
                method, URI.create("http://h" + path), headers, body.getBytes(StandardCharsets.UTF_8));
    }

    private static Map<String, List<String>> headers() {
        return with("If-Match", "\"7\"");
    }

    private static Map<String, List<String>> with(String name, String value) {
        Map<String, List<String>> headers = new HashMap<>(Map.of(
                "x-key", List.of("k"), "content-type", List.of("application/json"), "if-match", List.of("\"7\"")));
        headers.remove(name.toLowerCase(java.util.Locale.ROOT));
        headers.put(name, List.of(value));
        return headers;
    }

    private static Map<String, List<String>> without(String name) {
        Map<String, List<String>> headers = headers();
        headers.keySet().removeIf(name::equalsIgnoreCase);
        return headers;
    }

    private static Exchange.Answer thing(String body) {
        return answer(200, Map.of("content-type", "application/json", "ETag", "\"7\""), body);
    }

    private static Exchange.Answer answer(int status, String contentType, String body) {
        return answer(status, Map.of("Content-Type", contentType), body);
    }

    private static Exchange.Answer answer(int status, Map<String, String> headers, String body) {
        Map<String, List<String>> all = new HashMap<>();
        headers.forEach((name, value) -> all.put(name, List.of(value)));
        return new Exchange.Answer(status, all, body.getBytes(StandardCharsets.UTF_8));
    }
}
