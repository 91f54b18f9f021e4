package dev.keysmith.local.secrets;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.keysmith.local.aws.LocalAws;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.time.Clock;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import software.amazon.awssdk.services.secretsmanager.SecretsManagerClient;
import software.amazon.awssdk.services.secretsmanager.model.ResourceNotFoundException;
import software.amazon.awssdk.services.secretsmanager.model.SecretsManagerException;

/** A caller is who its access key id says, and may do what the policy says. */
final class SecretAccessTest {

    @TempDir
    Path directory;

    private SecretsManagerServer server;
    private SecretsManagerClient everybody;
    private SecretsManagerClient reader;

    @BeforeEach
    void start() throws Exception {
        AccessPolicy policy = (accessKeyId, action, secret) -> !accessKeyId.equals("reader")
                || (action.equals("secretsmanager:GetSecretValue")
                        && (secret.equals("open") || secret.equals("missing")));
        server = new SecretsManagerServer(directory, 0, Clock.systemUTC(), policy);
        server.start();
        everybody = LocalAws.secretsManager(server.endpoint());
        reader = LocalAws.secretsManager(server.endpoint(), "reader");
        everybody.createSecret(request -> request.name("open").secretString("for all"));
        everybody.createSecret(request -> request.name("closed").secretString("hidden"));
    }

    @AfterEach
    void stop() {
        everybody.close();
        reader.close();
        server.close();
    }

    @Test
    void allowedSecretIsReadByNameAndByArn() {
        String arn =
                everybody.describeSecret(request -> request.secretId("open")).arn();

        assertThat(read("open")).isEqualTo("for all");
        assertThat(read(arn)).isEqualTo("for all");
    }

    @Test
    void otherSecretIsDeniedByNameAndByArn() {
        String arn =
                everybody.describeSecret(request -> request.secretId("closed")).arn();

        for (String id : new String[] {"closed", arn, arn.substring(0, arn.length() - 7)}) {
            assertThatExceptionOfType(SecretsManagerException.class)
                    .isThrownBy(() -> read(id))
                    .satisfies(SecretAccessTest::isDenied)
                    .withMessageContaining("secretsmanager:GetSecretValue")
                    .withMessageNotContaining("hidden");
        }
    }

    @Test
    void otherActionIsDenied() {
        assertThatExceptionOfType(SecretsManagerException.class)
                .isThrownBy(() -> reader.putSecretValue(
                        request -> request.secretId("open").secretString("mine")))
                .satisfies(SecretAccessTest::isDenied);
        assertThat(read("open")).isEqualTo("for all");
    }

    @Test
    void whatIsNotThereIsNotFoundOnlyByWhoMayReadIt() {
        assertThatExceptionOfType(ResourceNotFoundException.class).isThrownBy(() -> read("missing"));
        assertThatExceptionOfType(SecretsManagerException.class)
                .isThrownBy(() -> read("unknown"))
                .satisfies(SecretAccessTest::isDenied);
    }

    @Test
    void callWithoutACredentialIsRefused() throws Exception {
        try (HttpClient http = HttpClient.newHttpClient()) {
            HttpResponse<String> answer = http.send(
                    HttpRequest.newBuilder(server.endpoint())
                            .header("X-Amz-Target", "secretsmanager.GetSecretValue")
                            .POST(HttpRequest.BodyPublishers.ofString("{\"SecretId\":\"open\"}"))
                            .build(),
                    HttpResponse.BodyHandlers.ofString());

            assertThat(answer.statusCode()).isEqualTo(400);
            assertThat(answer.body())
                    .contains("MissingAuthenticationTokenException")
                    .doesNotContain("for all");
        }
    }

    private static void isDenied(SecretsManagerException e) {
        assertThat(e.statusCode()).isEqualTo(400);
        assertThat(e.awsErrorDetails().errorCode()).isEqualTo("AccessDeniedException");
    }

    private String read(String id) {
        return reader.getSecretValue(request -> request.secretId(id)).secretString();
    }
}
