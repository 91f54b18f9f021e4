package dev.keysmith.local.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.OutputStream;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What no HTTP client sends: written to the socket as it is. Every answer is clean, and the gateway lives. */
@ExtendWith(SharedStack.class)
class HostileHttpIT {

    private static final int PATIENCE_MILLIS = 60_000;
    private static final Pattern STATUS = Pattern.compile("HTTP/1\\.1 (\\d{3})");

    private final SharedStack.Handle handle;
    private final String good;

    HostileHttpIT(SharedStack.Handle handle) {
        this.handle = handle;
        this.good = "x-api-key: " + handle.adminKey() + "\r\n";
    }

    @AfterEach
    void gatewayLives() {
        assertThat(handle.api().me(handle.adminKey()).status()).isEqualTo(200);
    }

    @Test
    void thousandHeadersAreTooLarge() throws IOException {
        StringBuilder headers = new StringBuilder(good);
        for (int i = 0; i < 1_000; i++) {
            headers.append("x-filler-").append(i).append(": v\r\n");
        }
        assertThat(statusOf("GET /v1/me HTTP/1.1\r\nhost: h\r\n" + headers + "connection: close\r\n\r\n"))
                .isEqualTo(431);
    }

    @Test
    void headerOf64KilobytesIsTooLarge() throws IOException {
        assertThat(statusOf("GET /v1/me HTTP/1.1\r\nhost: h\r\nx-big: " + "x".repeat(65_536)
                        + "\r\nconnection: close\r\n\r\n"))
                .isEqualTo(431);
    }

    @Test
    void repeatedHeadersAreNoProblemButRepeatedCredentialsAre() throws IOException {
        String repeated = "accept: */*\r\n".repeat(50);
        assertThat(statusOf("GET /v1/me HTTP/1.1\r\nhost: h\r\n" + good + repeated + "connection: close\r\n\r\n"))
                .isEqualTo(200);
        assertThat(statusOf("GET /v1/me HTTP/1.1\r\nhost: h\r\n" + good + good + "connection: close\r\n\r\n"))
                .isEqualTo(401);
    }

    @Test
    void pipelinedRequestsAreAnsweredInOrder() throws IOException {
        String me = "GET /v1/me HTTP/1.1\r\nhost: h\r\n" + good + "\r\n";
        String none = "GET /v1/me HTTP/1.1\r\nhost: h\r\n\r\n";
        String last = "GET /v1/nothing HTTP/1.1\r\nhost: h\r\nconnection: close\r\n\r\n";
        assertThat(statusesOf(me + none + me + last)).containsExactly(200, 401, 200, 404);
    }

    @Test
    void halfOpenRequestHoldsNobodyUp() throws IOException {
        try (Socket half = connect()) {
            half.getOutputStream()
                    .write("POST /v1/keys HTTP/1.1\r\nhost: h\r\ncontent-le".getBytes(StandardCharsets.US_ASCII));
            half.getOutputStream().flush();
            assertThat(handle.api().me(handle.adminKey()).status()).isEqualTo(200);
        }
        try (Socket half = connect()) {
            half.getOutputStream()
                    .write(("POST /v1/keys HTTP/1.1\r\nhost: h\r\n" + good
                                    + "content-type: application/json\r\ncontent-length: 100\r\n\r\n{\"name\":")
                            .getBytes(StandardCharsets.US_ASCII));
            half.getOutputStream().flush();
            assertThat(handle.api().me(handle.adminKey()).status()).isEqualTo(200);
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "//v1/keys/ID",
                "/v1//keys/ID",
                "/v1/keys//ID",
                "/v1/keys/ID/",
                "/v1/./keys/ID",
                "/v1/me/../keys/ID",
                "/V1/KEYS/ID",
                "/v1/me/%2e%2e/keys/ID",
                "/v1/me%2F..%2Fkeys%2FID",
                "/v1%2Fkeys%2FID",
                "/v1/keys/..%2fkeys%2fID",
                "/v1/keys/ID%00",
                "/v1/keys/ID%zz",
                "/v1/keys/ID%ff",
                "/v1/keys/ID;/v1/me",
                "/v1/keys/ID?/v1/me",
                "/v1/me?/../keys/ID"
            })
    void pathTrickReadsNoKeyWithoutItsScope(String trick) throws IOException {
        // A key that may do nothing but ask who it is.
        Api.IssuedKey key = handle.api().issue(handle.adminKey(), "{\"name\":\"path\",\"scopes\":[]}");
        String answer = exchange("GET " + trick.replace("ID", key.keyId()) + " HTTP/1.1\r\nhost: h\r\nx-api-key: "
                + key.key() + "\r\nconnection: close\r\n\r\n");
        assertThat(answer).startsWith("HTTP/1.1 ").doesNotContain("\"name\"", "HTTP/1.1 5");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "/v1/keys/ID/rotate/../revoke",
                "/v1/keys/ID/rotate/%2e%2e/revoke",
                "/v1/keys/ID/rotate/..%2frevoke",
                "/v1/keys/ID%2frevoke",
                "/v1/keys/ID/revoke",
                "/v1/keys/ID/revoke/",
                "/v1/keys/ID//revoke",
                "//v1/keys/ID/revoke",
                "/v1/keys/ID/REVOKE",
                "/v1/keys/ID/revok%65",
                "/v1/keys/ID/revoke%00",
                "/v1/keys/ID/revoke%zz",
                "/v1/keys/ID/revoke;/rotate",
                "/v1/keys/ID/revoke?/rotate",
                "/v1/keys/revoke",
                "/v1/keys/%72evoke",
                "/v1/keys/revoke/",
                "/v1/keys/import",
                "/v1/keys/import/",
                "/v1/keys//import",
                "/v1/keys"
            })
    void pathTrickReachesNoRouteWhoseScopesTheKeyLacks(String trick) throws IOException {
        Api.IssuedKey victim = handle.api().issue(handle.adminKey(), "{\"name\":\"victim\"}");
        String rotator = handle.api()
                .issue(handle.adminKey(), "{\"name\":\"rotator\",\"scopes\":[\"keys:rotate\"]}")
                .key();
        for (String method : List.of("POST", "DELETE", "PATCH", "PUT")) {
            String answer = exchange(method + " " + trick.replace("ID", victim.keyId())
                    + " HTTP/1.1\r\nhost: h\r\nx-api-key: " + rotator
                    + "\r\nx-http-method-override: POST\r\ncontent-length: 0\r\nconnection: close\r\n\r\n");
            assertThat(answer).as(method).startsWith("HTTP/1.1 4");
        }
        assertThat(handle.api().me(victim.key()).status()).isEqualTo(200);
    }

    @Test
    void slashesAtTheBeginningCountAsOneAndNeedTheSameScopes() throws IOException {
        assertThat(statusOf("GET //v1/me HTTP/1.1\r\nhost: h\r\n" + good + "connection: close\r\n\r\n"))
                .isEqualTo(200);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "GARBAGE\r\n\r\n",
                "GET\r\n\r\n",
                "GET /v1/me HTTP/9.9\r\n\r\n",
                "GET /v1/me HTTP/1.1\r\nno colon\r\n\r\n",
                "GET /v1/me HTTP/1.1\r\nhost: h\r\ncontent-length: -1\r\n\r\n",
                "POST /v1/keys HTTP/1.1\r\nhost: h\r\ncontent-length: 5\r\ntransfer-encoding: chunked\r\n\r\n0\r\n\r\n"
            })
    void malformedHttpIsAnsweredAndNotReset(String request) throws IOException {
        assertThat(statusesOf(request))
                .first()
                .satisfies(status -> assertThat(status).isBetween(400, 505));
    }

    @Test
    void callerCannotBeSpoofedByHeaders() throws IOException {
        String key =
                handle.api().issue(handle.adminKey(), "{\"name\":\"spoofer\"}").key();
        String spoof =
                "x-api-key: " + key + "\r\nx-amzn-authorizer: root\r\nowner: other\r\nscope: *\r\nkey_id: root\r\n"
                        + "x-forwarded-for: 10.0.0.1\r\nx-amzn-request-context: {\"authorizer\":{\"scope\":\"*\"}}\r\n";
        assertThat(statusOf(
                        "GET /v1/keys/0000000000000000 HTTP/1.1\r\nhost: h\r\n" + spoof + "connection: close\r\n\r\n"))
                .isEqualTo(403);
    }

    private int statusOf(String request) throws IOException {
        List<Integer> statuses = statusesOf(request);
        assertThat(statuses).hasSize(1);
        return statuses.getFirst();
    }

    /** The status of every answer. */
    private List<Integer> statusesOf(String request) throws IOException {
        return STATUS.matcher(exchange(request))
                .results()
                .map(status -> Integer.valueOf(status.group(1)))
                .toList();
    }

    /** Sends this and reads until the gateway closes. */
    private String exchange(String request) throws IOException {
        try (Socket socket = connect()) {
            OutputStream out = socket.getOutputStream();
            out.write(request.getBytes(StandardCharsets.ISO_8859_1));
            out.flush();
            return new String(socket.getInputStream().readAllBytes(), StandardCharsets.ISO_8859_1);
        }
    }

    private Socket connect() throws IOException {
        Socket socket = new Socket("127.0.0.1", handle.stack().baseUrl().getPort());
        socket.setSoTimeout(PATIENCE_MILLIS);
        return socket;
    }
}
