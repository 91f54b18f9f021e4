package dev.keysmith.local.gateway;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.keysmith.local.gateway.RawConnection.Answer;
import dev.keysmith.local.lambda.InvocationResult;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

@Timeout(120)
class GatewayTest {

    private static final String END = "Host: api.test\r\n\r\n";

    private final FakeFunctions functions = new FakeFunctions();
    private final Map<String, String> health = new ConcurrentHashMap<>(Map.of("gateway", "up"));
    private final CountDownLatch never = new CountDownLatch(1);
    private Gateway gateway;

    @BeforeEach
    void start() throws IOException {
        gateway = gateway(Duration.ofSeconds(30), Duration.ofSeconds(29));
    }

    private HealthReport health() {
        return new HealthReport(health, Map.of("lag_seconds", 7L));
    }

    @AfterEach
    void stop() {
        gateway.close();
    }

    private Gateway gateway(Duration idle, Duration integration) throws IOException {
        var started =
                new Gateway(TestApi.customised(), functions, new GatewaySettings(0, this::health, idle, integration));
        started.start();
        return started;
    }

    @Nested
    class Event {

        @Test
        void tellsTheFunctionWhatTheClientSent() throws IOException {
            exchange("POST /v1/open?a=1&a=2%20x HTTP/1.1\r\nX-Many: one\r\nX-Many: two\r\nx-many: three\r\n"
                    + "content-type: application/json\r\nContent-Length: 2\r\nUser-Agent: test\r\n" + END
                    + "\u00ff\u0000");

            JsonNode event = backendEvent();
            assertThat(event.path("resource").asText()).isEqualTo("/v1/open");
            assertThat(event.path("path").asText()).isEqualTo("/v1/open");
            assertThat(event.path("httpMethod").asText()).isEqualTo("POST");
            assertThat(event.at("/headers/X-Many").asText()).isEqualTo("two");
            assertThat(event.at("/headers/x-many").asText()).isEqualTo("three");
            assertThat(event.at("/multiValueHeaders/X-Many").toString()).isEqualTo("[\"one\",\"two\"]");
            assertThat(event.at("/headers/content-type").asText()).isEqualTo("application/json");
            assertThat(event.at("/headers/Host").asText()).isEqualTo("api.test");
            assertThat(event.at("/queryStringParameters/a").asText()).isEqualTo("2 x");
            assertThat(event.at("/multiValueQueryStringParameters/a").toString())
                    .isEqualTo("[\"1\",\"2 x\"]");
            assertThat(event.path("pathParameters").isNull()).isTrue();
            assertThat(event.path("stageVariables").isNull()).isTrue();
            assertThat(Base64.getDecoder().decode(event.path("body").asText())).containsExactly(0xff, 0);
            assertThat(event.path("isBase64Encoded").asBoolean()).isTrue();
        }

        @Test
        void hasNullsWhereThereIsNothing() throws IOException {
            exchange("GET /v1/open HTTP/1.1\r\n" + END);
            JsonNode event = backendEvent();
            for (String name :
                    List.of("body", "queryStringParameters", "multiValueQueryStringParameters", "pathParameters")) {
                assertThat(event.get(name).isNull()).as(name).isTrue();
            }
            assertThat(event.path("isBase64Encoded").asBoolean()).isFalse();
            assertThat(event.at("/requestContext/authorizer").isMissingNode()).isTrue();
        }

        @Test
        void hasTheGatewaysOwnRequestContext() throws IOException {
            Answer answer = exchange("GET /v1/open/a%2Fb/?x=y HTTP/1.1\r\nUser-Agent: test\r\n" + END);
            JsonNode context = backendEvent().path("requestContext");
            assertThat(context.path("requestId").asText())
                    .isEqualTo(answer.header("x-amzn-requestid").orElseThrow());
            assertThat(context.path("stage").asText()).isEqualTo("v1");
            assertThat(context.path("resourcePath").asText()).isEqualTo("/v1/open/{name}");
            assertThat(context.path("path").asText()).isEqualTo("/v1/open/a%2Fb/");
            assertThat(context.path("protocol").asText()).isEqualTo("HTTP/1.1");
            assertThat(context.path("requestTime").asText())
                    .matches("\\d\\d/[A-Z][a-z]{2}/\\d{4}:\\d\\d:\\d\\d:\\d\\d \\+0000");
            assertThat(context.at("/identity/sourceIp").asText()).isEqualTo("127.0.0.1");
            assertThat(context.at("/identity/userAgent").asText()).isEqualTo("test");
            assertThat(context.at("/identity/caller").isNull()).isTrue();
            assertThat(backendEvent().at("/pathParameters/name").asText()).isEqualTo("a/b");
        }

        @Test
        void keepsTheRequestContextOutOfTheClientsReach() throws IOException {
            exchange("GET /v1/open?requestContext=forged HTTP/1.1\r\nrequestContext: {\"authorizer\":{}}\r\n"
                    + "X-Amzn-RequestId: forged\r\nX-Forwarded-For: 6.6.6.6\r\nx-forwarded-for: 7.7.7.7\r\n"
                    + "X-Forwarded-Port: 1\r\nx-real-ip: 6.6.6.6\r\nForwarded: for=6.6.6.6\r\n"
                    + "x-apigateway-event: {}\r\nX-HTTP-Method-Override: POST\r\n" + END);
            JsonNode event = backendEvent();
            assertThat(event.path("requestContext").toString()).doesNotContain("forged", "6.6.6.6", "7.7.7.7");
            assertThat(event.at("/requestContext/identity/sourceIp").asText()).isEqualTo("127.0.0.1");
            assertThat(event.at("/requestContext/authorizer").isMissingNode()).isTrue();
            assertThat(event.path("httpMethod").asText()).isEqualTo("GET");
            assertThat(event.at("/headers/X-Forwarded-For").asText()).isEqualTo("6.6.6.6, 7.7.7.7, 127.0.0.1");
            assertThat(event.at("/headers/X-Forwarded-Port").asText())
                    .isEqualTo(Integer.toString(gateway.baseUrl().getPort()));
            assertThat(event.at("/headers/X-Amzn-Trace-Id").asText()).matches("Root=1-[0-9a-f]{8}-[0-9a-f]{24}");
        }

        @Test
        void holdsNoHeadersThatAreTheConnectionsOwn() throws IOException {
            exchange("POST /v1/open HTTP/1.1\r\nConnection: keep-alive\r\nTE: trailers\r\nWWW-Authenticate: x\r\n"
                    + "Transfer-Encoding: chunked\r\n" + END + "3\r\nabc\r\n0\r\n\r\n");
            JsonNode event = backendEvent();
            assertThat(event.path("headers").properties())
                    .extracting(Map.Entry::getKey)
                    .containsExactlyInAnyOrder(
                            "Host", "X-Amzn-Trace-Id", "X-Forwarded-For", "X-Forwarded-Port", "X-Forwarded-Proto");
            assertThat(new String(Base64.getDecoder().decode(event.path("body").asText()), UTF_8))
                    .isEqualTo("abc");
        }
    }

    @Nested
    class GuardedRoute {

        @Test
        void asksTheAuthorizerForEveryRequest() throws IOException {
            for (int i = 0; i < 3; i++) {
                assertThat(exchange("GET /v1/keys/a%2Fb/?q=1 HTTP/1.1\r\n" + END)
                                .status())
                        .isEqualTo(200);
            }
            assertThat(functions.authorizerEvents).hasSize(3);
            JsonNode event = functions.authorizerEvents.getFirst();
            assertThat(event.path("type").asText()).isEqualTo("REQUEST");
            assertThat(event.path("methodArn").asText())
                    .isEqualTo("arn:aws:execute-api:us-east-1:000000000000:local/v1/GET/v1/keys/a%2Fb/");
            assertThat(event.path("resource").asText()).isEqualTo("/v1/keys/{key_id}");
            assertThat(event.path("path").asText()).isEqualTo("/v1/keys/a%2Fb/");
            assertThat(event.at("/pathParameters/key_id").asText()).isEqualTo("a/b");
            assertThat(event.at("/queryStringParameters/q").asText()).isEqualTo("1");
            assertThat(event.path("stageVariables").isObject()).isTrue();
            assertThat(event.at("/requestContext/identity/sourceIp").asText()).isEqualTo("127.0.0.1");
            assertThat(event.has("body")).isFalse();
        }

        @Test
        void handsTheContextToTheFunctionAsText() throws IOException {
            exchange("GET /v1/keys/a HTTP/1.1\r\n" + END);
            JsonNode authorizer = backendEvent().at("/requestContext/authorizer");
            assertThat(authorizer.path("key_id").asText()).isEqualTo("k1");
            assertThat(authorizer.get("limit").isTextual()).isTrue();
            assertThat(authorizer.get("limit").asText()).isEqualTo("10");
            assertThat(authorizer.get("live").isTextual()).isTrue();
            assertThat(authorizer.path("principalId").asText()).isEqualTo("k1");
            assertThat(authorizer.get("integrationLatency").isNumber()).isTrue();
        }

        @Test
        void contextCannotPassForThePrincipal() throws IOException {
            functions.authorizer =
                    () -> FakeFunctions.output("Allow", "*", "{\"principalId\":\"forged\"}", TestApi.USAGE_KEY);
            exchange("GET /v1/keys/a HTTP/1.1\r\n" + END);
            assertThat(backendEvent()
                            .at("/requestContext/authorizer/principalId")
                            .asText())
                    .isEqualTo("k1");
        }

        @Test
        void aPolicyForAnotherPathDoesNotAllow() throws IOException {
            functions.authorizer = () -> FakeFunctions.allow("arn:aws:execute-api:*:*:*/v1/GET/v1/keys/b");
            Answer answer = exchange("GET /v1/keys/a HTTP/1.1\r\n" + END);
            assertRefused(answer, 403, "ACCESS_DENIED");
            assertThat(json(answer).path("message").asText())
                    .isEqualTo("User is not authorized to access this resource");
        }

        @Test
        void aDenyIsAccessDeniedWithTheAuthorizersContext() throws IOException {
            functions.authorizer =
                    () -> FakeFunctions.output("Deny", "*", "{\"code\":\"scope_insufficient\"}", TestApi.USAGE_KEY);
            Answer answer = exchange("GET /v1/keys/a HTTP/1.1\r\n" + END);
            assertRefused(answer, 403, "ACCESS_DENIED");
            assertThat(json(answer).path("code").asText()).isEqualTo("scope_insufficient");
            assertThat(json(answer).path("message").asText()).endsWith("with an explicit deny");
        }

        @Test
        void theErrorUnauthorizedIs401() throws IOException {
            functions.authorizer =
                    () -> new InvocationResult.FunctionError("java.lang.RuntimeException", "Unauthorized");
            Answer answer = exchange("GET /v1/keys/a HTTP/1.1\r\n" + END);
            assertRefused(answer, 401, "UNAUTHORIZED");
            assertThat(answer.header("WWW-Authenticate")).hasValue("Bearer");
        }

        @ParameterizedTest
        @ValueSource(strings = {"unauthorized", "Unauthorized ", "Unauthorized: no", "", "NullPointerException"})
        void anyOtherErrorIsAFailure(String message) throws IOException {
            functions.authorizer = () -> new InvocationResult.FunctionError("Unauthorized", message);
            assertRefused(exchange("GET /v1/keys/a HTTP/1.1\r\n" + END), 503, "AUTHORIZER_FAILURE");
        }

        @Test
        void anAuthorizerThatDiedIsAFailure() throws IOException {
            functions.authorizer = () -> new InvocationResult.Failed("Unauthorized");
            assertRefused(exchange("GET /v1/keys/a HTTP/1.1\r\n" + END), 503, "AUTHORIZER_FAILURE");
        }

        @ParameterizedTest
        @ValueSource(
                strings = {
                    "",
                    "null",
                    "true",
                    "[]",
                    "{}",
                    "{'principalId':'a'}",
                    "{'principalId':1,'policyDocument':POLICY}",
                    "{'policyDocument':POLICY}",
                    "{'principalId':'a','policyDocument':{}}",
                    "{'principalId':'a','policyDocument':POLICY} trailing",
                    "{'principalId':'a','policyDocument':POLICY,'policyDocument':POLICY}",
                    "{'principalId':'a','policyDocument':POLICY,'usageIdentifierKey':7}",
                    "{'isAuthorized':true}",
                })
        void malformedOutputIsAFailure(String output) throws IOException {
            String policy = "{'Version':'2012-10-17','Statement':[{'Effect':'Allow','Action':'*','Resource':'*'}]}";
            functions.authorizer =
                    () -> FakeFunctions.success(output.replace("POLICY", policy).replace('\'', '"'));
            assertRefused(exchange("GET /v1/keys/a HTTP/1.1\r\n" + END), 503, "AUTHORIZER_FAILURE");
        }

        @ParameterizedTest
        @ValueSource(strings = {"[]", "\"text\"", "{\"a\":{}}", "{\"a\":[\"b\"]}", "{\"a\":null}"})
        void contextThatIsNotFlatIsAConfigurationError(String context) throws IOException {
            functions.authorizer = () -> FakeFunctions.output("Allow", "*", context, TestApi.USAGE_KEY);
            assertRefused(
                    exchange("GET /v1/keys/a HTTP/1.1\r\n" + END),
                    500,
                    "DEFAULT_5XX",
                    "AUTHORIZER_CONFIGURATION_ERROR");
        }

        @ParameterizedTest
        @ValueSource(strings = {"17", "\"17\""})
        void anUnknownUsagePlanKeyIsInvalidWithTheAuthorizersContext(String retryAfter) throws IOException {
            functions.authorizer = () -> FakeFunctions.output(
                    "Allow", "*", "{\"code\":\"quota_exceeded\",\"retry_after\":" + retryAfter + "}", "over-limit");
            Answer answer = exchange("GET /v1/keys/a HTTP/1.1\r\n" + END);
            assertRefused(answer, 429, "INVALID_API_KEY");
            assertThat(json(answer).path("code").asText()).isEqualTo("quota_exceeded");
            assertThat(answer.header("Retry-After")).hasValue("17");
            assertThat(answer.header("X-Static")).hasValue("context.authorizer.code");
        }

        @Test
        void aMissingUsagePlanKeyIsInvalid() throws IOException {
            functions.authorizer = () -> FakeFunctions.success(
                    "{\"principalId\":\"a\",\"policyDocument\":{\"Version\":\"2012-10-17\",\"Statement\":"
                            + "{\"Effect\":\"Allow\",\"Action\":\"*\",\"Resource\":\"*\"}}}");
            Answer answer = exchange("GET /v1/keys/a HTTP/1.1\r\n" + END);
            assertRefused(answer, 429, "INVALID_API_KEY");
            assertThat(answer.header("Retry-After")).isEmpty();
        }

        @Test
        void anAuthorizerWithoutAnswerIsAFailure() throws IOException {
            functions.authorizer = () -> hang();
            try (Gateway hasty = gateway(Duration.ofSeconds(30), Duration.ofMillis(100));
                    var connection = new RawConnection(hasty.baseUrl())) {
                assertRefused(
                        connection.send("GET /v1/keys/a HTTP/1.1\r\n" + END).read(), 503, "AUTHORIZER_FAILURE");
            }
            assertThat(functions.backendEvents).isEmpty();
        }

        private void assertRefused(Answer answer, int status, String type) throws IOException {
            assertRefused(answer, status, type, type);
        }

        private void assertRefused(Answer answer, int status, String from, String type) throws IOException {
            assertGatewayResponse(answer, status, from, type);
            assertThat(functions.backendEvents).isEmpty();
        }
    }

    @Nested
    class Routing {

        @ParameterizedTest
        @CsvSource({
            "GET, /",
            "GET, /nothing",
            "HEAD, /v1/open",
            "OPTIONS, /v1/open",
            "TRACE, /v1/open",
            "CONNECT, api.test",
            "GET, /v1/keys/../open",
            "GET, /v1/keys/%2e%2e",
            "GET, /v1//open",
            "GET, /v1%2fopen",
            "POST, /healthz"
        })
        void anUnknownResourceOrMethodIsMissingAuthenticationToken(String method, String path) throws IOException {
            try (var connection = new RawConnection(gateway.baseUrl())) {
                connection.send(method + " " + path + " HTTP/1.1\r\nConnection: close\r\n" + END);
                if (method.equals("HEAD")) {
                    assertThat(connection.readHead().status()).isEqualTo(404);
                } else {
                    assertGatewayResponse(
                            connection.read(), 404, "MISSING_AUTHENTICATION_TOKEN", "MISSING_AUTHENTICATION_TOKEN");
                }
            }
            assertNothingRan();
        }

        @ParameterizedTest
        @ValueSource(
                strings = {
                    "/v1/keys/%zz",
                    "/v1/keys/%",
                    "/v1/keys/%00",
                    "/v1/keys/%0d%0a",
                    "/v1/keys/%C0%AF",
                    "/v1/keys/%ff",
                    "/v1/keys/a b",
                    "/v1/keys/\u00e9",
                    "/v1/keys/\u0001",
                    "/v1/open?a=%zz",
                    "/v1/open?a=%ff",
                    "/v1/open?a=b|c",
                })
        void whatCannotBeDecodedIs400(String target) throws IOException {
            assertGatewayResponse(exchange("GET " + target + " HTTP/1.1\r\n" + END), 400, "DEFAULT_4XX", "DEFAULT_4XX");
            assertNothingRan();
        }

        @Test
        void anUnguardedRouteIsThrottled() throws IOException {
            List<Integer> statuses = new ArrayList<>();
            for (int i = 0; i < 3; i++) {
                Answer answer = exchange("GET /v1/narrow HTTP/1.1\r\n" + END);
                statuses.add(answer.status());
            }
            assertThat(statuses).containsExactly(200, 200, 429);
            assertThat(functions.authorizerEvents).isEmpty();
        }

        @Test
        void healthIsTheGatewaysOwn() throws IOException {
            Answer well = exchange("GET /healthz HTTP/1.1\r\n" + END);
            assertThat(well.status()).isEqualTo(200);
            assertThat(json(well).at("/parts/gateway").asText()).isEqualTo("up");
            assertThat(json(well).at("/lag_seconds").asLong()).isEqualTo(7);
            health.put("dynamodb", "down");
            Answer ill = exchange("GET /healthz HTTP/1.1\r\n" + END);
            assertThat(ill.status()).isEqualTo(503);
            assertThat(json(ill).at("/parts/dynamodb").asText()).isEqualTo("down");
            assertNothingRan();
        }
    }

    @Nested
    class FunctionsAnswer {

        @Test
        void becomesTheResponse() throws IOException {
            functions.backend = () -> FakeFunctions.success("""
                    {"statusCode":201,"headers":{"Content-Type":"text/plain","X-One":"1","set-cookie":"a=b"},
                     "multiValueHeaders":{"Set-Cookie":["a=b","c=d"]},
                     "body":"aGVsbG8=","isBase64Encoded":true}""");
            Answer answer = exchange("GET /v1/open HTTP/1.1\r\n" + END);
            assertThat(answer.status()).isEqualTo(201);
            assertThat(answer.body()).isEqualTo("hello");
            assertThat(answer.header("content-type")).hasValue("text/plain");
            assertThat(answer.header("x-one")).hasValue("1");
            assertThat(answer.headers())
                    .filteredOn(header -> header.toLowerCase(Locale.ROOT).startsWith("set-cookie"))
                    .containsExactly("Set-Cookie: a=b", "Set-Cookie: c=d");
        }

        @Test
        void losesAndChangesTheHeadersThatApiGatewayKeepsForItself() throws IOException {
            functions.backend = () -> FakeFunctions.success("""
                    {"statusCode":401,"headers":{"WWW-Authenticate":"Bearer","Server":"mine","Connection":"close",
                     "Transfer-Encoding":"chunked","Content-Length":"9000","x-amzn-requestid":"forged"},"body":"no"}""");
            Answer answer = exchange("GET /v1/open HTTP/1.1\r\n" + END);
            assertThat(answer.status()).isEqualTo(401);
            assertThat(answer.header("WWW-Authenticate")).isEmpty();
            assertThat(answer.header("x-amzn-Remapped-WWW-Authenticate")).hasValue("Bearer");
            assertThat(answer.header("x-amzn-Remapped-Server")).hasValue("mine");
            assertThat(answer.header("Server")).isEmpty();
            assertThat(answer.header("Connection")).isEmpty();
            assertThat(answer.header("Transfer-Encoding")).isEmpty();
            assertThat(answer.header("Content-Length")).hasValue("2");
            assertThat(answer.header("Content-Type")).hasValue("application/json");
            assertThat(answer.headers().toString()).doesNotContain("forged");
        }

        @Test
        void mayBeWithoutABody() throws IOException {
            functions.backend = () -> FakeFunctions.success("{\"statusCode\":204,\"body\":null,\"headers\":null}");
            Answer answer = exchange("GET /v1/open HTTP/1.1\r\n" + END);
            assertThat(answer.status()).isEqualTo(204);
            assertThat(answer.body()).isEmpty();
        }

        @ParameterizedTest
        @ValueSource(
                strings = {
                    "",
                    "null",
                    "\"text\"",
                    "[]",
                    "{\"statusCode\":\"abc\"}",
                    "{\"statusCode\":99}",
                    "{\"statusCode\":600}",
                    "{\"statusCode\":200,\"extra\":1}",
                    "{\"statusCode\":200,\"body\":{}}",
                    "{\"statusCode\":200,\"headers\":[]}",
                    "{\"statusCode\":200,\"headers\":{\"a\":{}}}",
                    "{\"statusCode\":200,\"headers\":{\"a b\":\"c\"}}",
                    "{\"statusCode\":200,\"headers\":{\"a\":\"b\\r\\nc: d\"}}",
                    "{\"statusCode\":200} {}",
                })
        void malformedIs502(String output) throws IOException {
            functions.backend = () -> FakeFunctions.success(output);
            assertGatewayResponse(exchange("GET /v1/open HTTP/1.1\r\n" + END), 502, "DEFAULT_5XX", "DEFAULT_5XX");
        }

        @Test
        void anErrorIs502() throws IOException {
            functions.backend = () -> new InvocationResult.FunctionError("Error", "secret detail");
            Answer answer = exchange("GET /v1/open HTTP/1.1\r\n" + END);
            assertGatewayResponse(answer, 502, "DEFAULT_5XX", "DEFAULT_5XX");
            assertThat(answer.body()).doesNotContain("secret detail");
            functions.backend = () -> new InvocationResult.Failed("died");
            assertGatewayResponse(exchange("GET /v1/open HTTP/1.1\r\n" + END), 502, "DEFAULT_5XX", "DEFAULT_5XX");
        }

        @Test
        void anEventTooLargeForAFunctionIs413() throws IOException {
            functions.backend = () -> new InvocationResult.RequestTooLarge(7_000_000);
            assertGatewayResponse(exchange("GET /v1/open HTTP/1.1\r\n" + END), 413, "DEFAULT_4XX", "REQUEST_TOO_LARGE");
        }

        @Test
        void thatDoesNotComeInTimeIs504() throws IOException {
            functions.backend = () -> hang();
            try (Gateway hasty = gateway(Duration.ofSeconds(30), Duration.ofMillis(100));
                    var connection = new RawConnection(hasty.baseUrl())) {
                assertGatewayResponse(
                        connection.send("GET /v1/open HTTP/1.1\r\n" + END).read(),
                        504,
                        "DEFAULT_5XX",
                        "INTEGRATION_TIMEOUT");
            }
        }
    }

    @Nested
    class Connection {

        @Test
        void aHeadOfTenThousandTwoHundredAndFortyBytesIsTakenAndOneMoreIsNot() throws IOException {
            String start = "GET /v1/open HTTP/1.1\r\nX-Long: ";
            String fits = "x".repeat(10_240 - start.length() - 2 - END.length());
            assertThat(exchange(start + fits + "\r\n" + END).status()).isEqualTo(200);
            assertHeadRefused(exchange(start + fits + "x\r\n" + END));
        }

        @Test
        void aLongRequestLineIs431() throws IOException {
            assertHeadRefused(exchange("GET /v1/open?" + "x".repeat(20_000) + " HTTP/1.1\r\n" + END));
        }

        @ParameterizedTest
        @ValueSource(ints = {64 * 1024, 1000 * 1024, 5 * 1024 * 1024})
        void aHugeHeaderIs431AndNoReset(int size) throws IOException {
            try (var connection = new RawConnection(gateway.baseUrl())) {
                connection.send(
                        "GET /v1/open HTTP/1.1\r\nX-Long: " + "x".repeat(size) + "\r\nConnection: close\r\n" + END);
                assertHeadRefused(connection.read());
                assertThat(connection.isEnded()).isTrue();
            }
            assertAlive();
        }

        @Test
        void aThousandHeadersAre431() throws IOException {
            var headers = new StringBuilder();
            IntStream.range(0, 1000).forEach(i -> headers.append("X-Header-" + i + ": value\r\n"));
            assertHeadRefused(exchange("POST /v1/open HTTP/1.1\r\nContent-Length: 3\r\n" + headers + END + "abc"));
            assertAlive();
        }

        @Test
        void repeatedHeadersArriveTogether() throws IOException {
            assertThat(exchange("GET /v1/open HTTP/1.1\r\n" + "X-Again: 1\r\n".repeat(200) + END)
                            .status())
                    .isEqualTo(200);
            assertThat(backendEvent().at("/multiValueHeaders/X-Again")).hasSize(200);
        }

        @Test
        void aBodyOfTenMegabytesIsTakenAndOneByteMoreIsNot() throws IOException {
            int limit = 10 * 1024 * 1024;
            assertThat(exchange("POST /v1/open HTTP/1.1\r\nContent-Length: " + limit + "\r\n" + END + "x".repeat(limit))
                            .status())
                    .isEqualTo(200);
            assertGatewayResponse(
                    exchange("POST /v1/open HTTP/1.1\r\nContent-Length: " + (limit + 1) + "\r\n" + END
                            + "x".repeat(limit + 1)),
                    413,
                    "DEFAULT_4XX",
                    "REQUEST_TOO_LARGE");
            assertThat(functions.backendEvents).hasSize(1);
        }

        @Test
        void aChunkedBodyOverTheLimitIs413AndTheConnectionGoesOn() throws IOException {
            String chunk = "100000\r\n" + "x".repeat(0x100000) + "\r\n";
            try (var connection = new RawConnection(gateway.baseUrl())) {
                connection.send("POST /v1/open HTTP/1.1\r\nTransfer-Encoding: chunked\r\n" + END + chunk.repeat(11)
                        + "0\r\n\r\nGET /v1/open HTTP/1.1\r\n" + END);
                assertThat(connection.read().status()).isEqualTo(413);
                assertThat(connection.read().status()).isEqualTo(200);
            }
        }

        @Test
        void aBodyThatWaitsForLeaveIsRefusedUnsent() throws IOException {
            Answer answer =
                    exchange("POST /v1/open HTTP/1.1\r\nExpect: 100-continue\r\nContent-Length: 20000000\r\n" + END);
            assertThat(answer.status()).isEqualTo(413);
        }

        @Test
        void pipelinedRequestsAreAnsweredInOrder() throws IOException {
            try (var connection = new RawConnection(gateway.baseUrl())) {
                connection.send(("GET /v1/open HTTP/1.1\r\n" + END + "GET /nothing HTTP/1.1\r\n" + END
                                + "POST /v1/open HTTP/1.1\r\nContent-Length: 3\r\n" + END + "abc")
                        .repeat(20));
                for (int i = 0; i < 20; i++) {
                    assertThat(connection.read().status()).isEqualTo(200);
                    assertThat(connection.read().status()).isEqualTo(404);
                    assertThat(connection.read().status()).isEqualTo(200);
                }
            }
        }

        @ParameterizedTest
        @ValueSource(
                strings = {
                    "nonsense\r\n\r\n",
                    "GET http://b/v1/open HTTP/1.1\r\nHost: a\r\nConnection: close\r\n\r\n",
                    "OPTIONS * HTTP/1.1\r\nHost: a\r\nConnection: close\r\n\r\n",
                    "GET v1/open HTTP/1.1\r\nHost: a\r\nConnection: close\r\n\r\n",
                    "GET\r\n\r\n",
                    "GET /v1/open\r\n\r\n",
                    "GET /v1/open HTTP/9.9\r\nHost: a\r\n\r\n",
                    "GET /v1/open HTTP/1.1\r\n\r\n",
                    "GET /v1/open HTTP/1.1\r\nHost: a\r\nHost: b\r\n\r\n",
                    "GET /v1/open HTTP/1.1\r\nHost: a\r\nno colon\r\n\r\n",
                    "GET /v1/open HTTP/1.1\r\nHost: a\r\nX-Null: a\u0000b\r\n\r\n",
                    "GET /v1/open HTTP/1.1\r\nHost: a\r\n folded: b\r\n\r\n",
                    "POST /v1/open HTTP/1.1\r\nHost: a\r\nContent-Length: -1\r\n\r\n",
                    "POST /v1/open HTTP/1.1\r\nHost: a\r\nContent-Length: x\r\n\r\n",
                    "POST /v1/open HTTP/1.1\r\nHost: a\r\nContent-Length: 1\r\nContent-Length: 2\r\n\r\nab",
                    "POST /v1/open HTTP/1.1\r\nHost: a\r\nContent-Length: 3\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n",
                    "POST /v1/open HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: chunked\r\n\r\nzz\r\n\r\n",
                })
        void malformedHttpIs400AndCloses(String request) throws IOException {
            try (var connection = new RawConnection(gateway.baseUrl())) {
                Answer answer = connection.send(request).read();
                assertGatewayResponse(answer, 400, "DEFAULT_4XX", "DEFAULT_4XX");
                assertThat(connection.isEnded()).isTrue();
            }
            assertNothingRan();
            assertAlive();
        }

        @Test
        void halfOpenRequestsTimeOutAndHarmNobody() throws IOException {
            try (Gateway impatient = gateway(Duration.ofMillis(500), Duration.ofSeconds(29))) {
                List<RawConnection> halfHeads = new ArrayList<>();
                List<RawConnection> halfBodies = new ArrayList<>();
                for (int i = 0; i < 50; i++) {
                    halfHeads.add(new RawConnection(impatient.baseUrl()).send("GET /v1/open HTTP/1.1\r\nHost"));
                    halfBodies.add(new RawConnection(impatient.baseUrl())
                            .send("POST /v1/open HTTP/1.1\r\nContent-Length: 10\r\n" + END + "abc"));
                }
                try (var connection = new RawConnection(impatient.baseUrl())) {
                    assertThat(connection
                                    .send("GET /v1/open HTTP/1.1\r\n" + END)
                                    .read()
                                    .status())
                            .isEqualTo(200);
                }
                for (RawConnection connection : halfHeads) {
                    assertThat(connection.isEnded()).isTrue();
                    connection.close();
                }
                for (RawConnection connection : halfBodies) {
                    assertThat(connection.read().status()).isEqualTo(400);
                    assertThat(connection.isEnded()).isTrue();
                    connection.close();
                }
            }
            assertThat(functions.backendEvents).hasSize(1);
        }

        @Test
        void listensOnTheLoopbackInterfaceOnly() {
            assertThat(gateway.baseUrl().getHost()).isEqualTo("127.0.0.1");
        }

        private void assertHeadRefused(Answer answer) throws IOException {
            assertGatewayResponse(answer, 431, "DEFAULT_4XX", "DEFAULT_4XX");
            assertThat(json(answer).path("message").asText()).isEqualTo("Request Header Fields Too Large");
        }

        private void assertAlive() throws IOException {
            assertThat(exchange("GET /v1/open HTTP/1.1\r\n" + END).status()).isEqualTo(200);
        }
    }

    @Test
    void withoutCustomisedResponsesApiGatewaysOwnAreGiven() throws IOException {
        try (var plain = new Gateway(TestApi.plain(), functions, new GatewaySettings(0, this::health))) {
            plain.start();
            try (var connection = new RawConnection(plain.baseUrl())) {
                Answer answer =
                        connection.send("GET /nothing HTTP/1.1\r\n" + END).read();
                assertThat(answer.status()).isEqualTo(403);
                assertThat(answer.body()).isEqualTo("{\"message\":\"Missing Authentication Token\"}");
                assertThat(answer.header("x-amzn-ErrorType")).hasValue("MissingAuthenticationTokenException");
            }
        }
    }

    private Answer exchange(String request) throws IOException {
        try (var connection = new RawConnection(gateway.baseUrl())) {
            return connection.send(request).read();
        }
    }

    private JsonNode backendEvent() {
        assertThat(functions.backendEvents).hasSize(1);
        return functions.backendEvents.getFirst();
    }

    private void assertNothingRan() {
        assertThat(functions.backendEvents).isEmpty();
        assertThat(functions.authorizerEvents).isEmpty();
    }

    private static void assertGatewayResponse(Answer answer, int status, String from, String type) throws IOException {
        assertThat(answer.status()).as(answer.body()).isEqualTo(status);
        JsonNode body = json(answer);
        assertThat(body.path("from").asText()).isEqualTo(from);
        assertThat(body.path("type").asText()).isEqualTo(type);
        assertThat(body.path("status").asText()).isEqualTo(Integer.toString(status));
        assertThat(body.path("nothing").asText()).isEmpty();
        assertThat(body.path("id").asText())
                .isNotEmpty()
                .isEqualTo(answer.header("x-amzn-requestid").orElseThrow());
    }

    private static JsonNode json(Answer answer) throws IOException {
        return FakeFunctions.JSON.readTree(answer.body().getBytes(ISO_8859_1));
    }

    private InvocationResult hang() {
        try {
            never.await();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        return new InvocationResult.Failed("interrupted");
    }
}
