package dev.keysmith.local.secrets;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.keysmith.local.aws.LocalAws;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import software.amazon.awssdk.core.SdkBytes;
import software.amazon.awssdk.core.exception.SdkClientException;
import software.amazon.awssdk.services.secretsmanager.SecretsManagerClient;
import software.amazon.awssdk.services.secretsmanager.model.CreateSecretResponse;
import software.amazon.awssdk.services.secretsmanager.model.GetSecretValueResponse;
import software.amazon.awssdk.services.secretsmanager.model.InvalidParameterException;
import software.amazon.awssdk.services.secretsmanager.model.InvalidRequestException;
import software.amazon.awssdk.services.secretsmanager.model.ResourceExistsException;
import software.amazon.awssdk.services.secretsmanager.model.ResourceNotFoundException;
import software.amazon.awssdk.services.secretsmanager.model.SecretsManagerException;

/** The server against what AWS documents of Secrets Manager, seen through the real SDK. */
final class SecretsManagerContractTest {

    private static final Instant NOW = Instant.parse("2026-11-20T12:00:00.123Z");
    private static final String FIRST = "00000000-0000-0000-0000-000000000001";
    private static final String SECOND = "00000000-0000-0000-0000-000000000002";
    private static final String THIRD = "00000000-0000-0000-0000-000000000003";

    @TempDir
    Path directory;

    private SecretsManagerServer server;
    private SecretsManagerClient client;

    @BeforeEach
    void start() throws Exception {
        server = new SecretsManagerServer(directory.resolve("data"), 0, InstantSource.fixed(NOW));
        server.start();
        client = LocalAws.secretsManager(server.endpoint());
    }

    @AfterEach
    void stop() {
        client.close();
        server.close();
    }

    @Test
    void createdSecretIsCurrent() {
        var created = create("first value");

        GetSecretValueResponse value = client.getSecretValue(request -> request.secretId("app/secret"));

        assertThat(value.secretString()).isEqualTo("first value");
        assertThat(value.versionId()).isEqualTo(FIRST).isEqualTo(created.versionId());
        assertThat(value.versionStages()).containsExactly("AWSCURRENT");
        assertThat(value.createdDate()).isEqualTo(NOW);
        assertThat(value.arn())
                .isEqualTo(created.arn())
                .matches("arn:aws:secretsmanager:us-east-1:000000000000:secret:app/secret-[A-Za-z0-9]{6}");
    }

    @Test
    void binaryComesBackAsItWas() {
        client.createSecret(
                request -> request.name("binary").secretBinary(SdkBytes.fromByteArray(new byte[] {0, -1, 127})));

        GetSecretValueResponse value = client.getSecretValue(request -> request.secretId("binary"));

        assertThat(value.secretBinary().asByteArray()).containsExactly(0, -1, 127);
        assertThat(value.secretString()).isNull();
    }

    @Test
    void secretIsFoundByNameAndByArnWithAndWithoutItsEnd() {
        String arn = create("value").arn();

        for (String id : List.of("app/secret", arn, arn.substring(0, arn.length() - 7))) {
            assertThat(client.describeSecret(request -> request.secretId(id)).name())
                    .isEqualTo("app/secret");
        }
    }

    @Test
    void secretWithoutValueHasNoVersion() {
        assertThat(client.createSecret(request -> request.name("empty").description("for later"))
                        .versionId())
                .isNull();

        var described = client.describeSecret(request -> request.secretId("empty"));

        assertThat(described.description()).isEqualTo("for later");
        assertThat(described.versionIdsToStages()).isEmpty();
        assertThatExceptionOfType(ResourceNotFoundException.class).isThrownBy(() -> value("empty"));
    }

    @Test
    void firstVersionIsCurrentWhateverItsStages() {
        client.createSecret(request -> request.name("empty"));

        put("empty", SECOND, "value", "AWSPENDING");

        assertThat(stages("empty")).isEqualTo(Map.of(SECOND, List.of("AWSCURRENT", "AWSPENDING")));
    }

    @Nested
    final class Put {

        @Test
        void newVersionBecomesCurrentAndTheOldOnePrevious() {
            create("first");

            put(SECOND, "second");

            assertThat(value("app/secret")).isEqualTo("second");
            assertThat(stages()).isEqualTo(Map.of(FIRST, List.of("AWSPREVIOUS"), SECOND, List.of("AWSCURRENT")));
        }

        @Test
        void versionThatLosesItsLastStageIsKeptButNotDescribed() {
            create("first");
            put(SECOND, "second");

            put(THIRD, "third");

            assertThat(stages()).isEqualTo(Map.of(SECOND, List.of("AWSPREVIOUS"), THIRD, List.of("AWSCURRENT")));
            assertThat(client.getSecretValue(
                                    request -> request.secretId("app/secret").versionId(FIRST))
                            .secretString())
                    .isEqualTo("first");
        }

        @Test
        void pendingVersionLeavesTheCurrentOne() {
            create("first");

            put("app/secret", SECOND, "second", "AWSPENDING");

            assertThat(value("app/secret")).isEqualTo("first");
            assertThat(client.getSecretValue(
                                    request -> request.secretId("app/secret").versionStage("AWSPENDING"))
                            .secretString())
                    .isEqualTo("second");
        }

        @Test
        void repeatedTokenWithTheSameValueChangesNothing() {
            create("first");
            put(SECOND, "second");
            put(THIRD, "third");

            put(SECOND, "second");

            assertThat(value("app/secret")).isEqualTo("third");
        }

        @Test
        void repeatedTokenWithAnotherValueIsRefused() {
            create("first");

            assertThatExceptionOfType(ResourceExistsException.class).isThrownBy(() -> put(FIRST, "other"));
            assertThat(value("app/secret")).isEqualTo("first");
        }

        @Test
        void noValueIsRefused() {
            create("first");

            assertThatExceptionOfType(InvalidRequestException.class)
                    .isThrownBy(() -> client.putSecretValue(request -> request.secretId("app/secret")));
        }

        @Test
        void shortTokenIsRefused() {
            create("first");

            assertThatExceptionOfType(InvalidParameterException.class).isThrownBy(() -> put("short", "value"));
        }
    }

    @Nested
    final class Create {

        @Test
        void takenNameIsRefused() {
            create("first");

            assertThatExceptionOfType(ResourceExistsException.class)
                    .isThrownBy(() -> client.createSecret(request ->
                            request.name("app/secret").secretString("first").clientRequestToken(SECOND)));
        }

        @Test
        void repeatedTokenWithTheSameValueIsTheSameSecret() {
            assertThat(create("first").arn()).isEqualTo(create("first").arn());
        }

        @Test
        void nameOutsideTheAlphabetIsRefused() {
            assertThatExceptionOfType(InvalidParameterException.class)
                    .isThrownBy(() -> client.createSecret(request -> request.name("with space")));
        }

        @Test
        void stringAndBinaryTogetherAreRefused() {
            assertThatExceptionOfType(InvalidParameterException.class)
                    .isThrownBy(() -> client.createSecret(request ->
                            request.name("both").secretString("a").secretBinary(SdkBytes.fromUtf8String("b"))));
        }
    }

    @Nested
    final class MoveStage {

        @BeforeEach
        void currentAndPending() {
            create("first");
            put("app/secret", SECOND, "second", "AWSPENDING");
        }

        @Test
        void movingCurrentMakesTheOldOnePrevious() {
            client.updateSecretVersionStage(request -> request.secretId("app/secret")
                    .versionStage("AWSCURRENT")
                    .moveToVersionId(SECOND)
                    .removeFromVersionId(FIRST));

            assertThat(stages())
                    .isEqualTo(Map.of(FIRST, List.of("AWSPREVIOUS"), SECOND, List.of("AWSCURRENT", "AWSPENDING")));
        }

        @Test
        void takenLabelMovesOnlyFromTheVersionThatIsNamed() {
            assertThatExceptionOfType(InvalidParameterException.class)
                    .isThrownBy(() -> client.updateSecretVersionStage(request -> request.secretId("app/secret")
                            .versionStage("AWSCURRENT")
                            .moveToVersionId(SECOND)));
            assertThatExceptionOfType(InvalidParameterException.class)
                    .isThrownBy(() -> client.updateSecretVersionStage(request -> request.secretId("app/secret")
                            .versionStage("AWSCURRENT")
                            .moveToVersionId(SECOND)
                            .removeFromVersionId(SECOND)));
            assertThat(value("app/secret")).isEqualTo("first");
        }

        @Test
        void currentIsNeverTakenAway() {
            assertThatExceptionOfType(InvalidParameterException.class)
                    .isThrownBy(() -> client.updateSecretVersionStage(request -> request.secretId("app/secret")
                            .versionStage("AWSCURRENT")
                            .removeFromVersionId(FIRST)));
        }

        @Test
        void pendingIsTakenAway() {
            client.updateSecretVersionStage(request ->
                    request.secretId("app/secret").versionStage("AWSPENDING").removeFromVersionId(SECOND));

            assertThat(stages()).isEqualTo(Map.of(FIRST, List.of("AWSCURRENT")));
        }

        @Test
        void newLabelNeedsNoOldHolder() {
            client.updateSecretVersionStage(request ->
                    request.secretId("app/secret").versionStage("CANARY").moveToVersionId(SECOND));

            assertThat(stages())
                    .isEqualTo(Map.of(FIRST, List.of("AWSCURRENT"), SECOND, List.of("AWSPENDING", "CANARY")));
        }

        @Test
        void versionThatIsNotThereIsNotFound() {
            assertThatExceptionOfType(ResourceNotFoundException.class)
                    .isThrownBy(() -> client.updateSecretVersionStage(request -> request.secretId("app/secret")
                            .versionStage("CANARY")
                            .moveToVersionId(THIRD)));
        }
    }

    @Nested
    final class Get {

        @Test
        void versionAndStageMustBelongTogether() {
            create("first");
            put("app/secret", SECOND, "second", "AWSPENDING");

            assertThatExceptionOfType(InvalidRequestException.class)
                    .isThrownBy(() -> client.getSecretValue(request ->
                            request.secretId("app/secret").versionId(SECOND).versionStage("AWSCURRENT")));
            assertThat(client.getSecretValue(request -> request.secretId("app/secret")
                                    .versionId(SECOND)
                                    .versionStage("AWSPENDING"))
                            .secretString())
                    .isEqualTo("second");
        }

        @Test
        void unknownSecretVersionAndStageAreNotFound() {
            create("first");

            assertThatExceptionOfType(ResourceNotFoundException.class)
                    .isThrownBy(() -> value("other"))
                    .satisfies(e -> assertThat(e.awsErrorDetails().errorCode()).isEqualTo("ResourceNotFoundException"))
                    .satisfies(e -> assertThat(e.statusCode()).isEqualTo(400));
            assertThatExceptionOfType(ResourceNotFoundException.class)
                    .isThrownBy(() -> client.getSecretValue(
                            request -> request.secretId("app/secret").versionId(THIRD)));
            assertThatExceptionOfType(ResourceNotFoundException.class)
                    .isThrownBy(() -> client.getSecretValue(
                            request -> request.secretId("app/secret").versionStage("AWSPREVIOUS")));
        }
    }

    @Test
    void operationThatIsNotThereIsRefused() {
        assertThatExceptionOfType(SecretsManagerException.class)
                .isThrownBy(() -> client.listSecrets())
                .satisfies(e -> assertThat(e.awsErrorDetails().errorCode()).isEqualTo("UnknownOperationException"));
    }

    @Test
    void secretsSurviveAnOutageOnTheSamePort() throws Exception {
        create("first");
        put(SECOND, "second");
        var endpoint = server.endpoint();

        server.stop();
        assertThatThrownBy(() -> value("app/secret")).isInstanceOf(SdkClientException.class);
        server.start();

        assertThat(server.endpoint()).isEqualTo(endpoint);
        assertThat(value("app/secret")).isEqualTo("second");
        assertThat(stages()).isEqualTo(Map.of(FIRST, List.of("AWSPREVIOUS"), SECOND, List.of("AWSCURRENT")));
    }

    @Test
    void onlyTheOwnerReadsTheFile() throws Exception {
        create("first");

        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(file())))
                .isEqualTo("rw-------");
        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(file().getParent())))
                .isEqualTo("rwx------");
        try (var files = Files.list(file().getParent())) {
            assertThat(files).containsExactly(file());
        }
    }

    @Test
    void damagedFileIsNamedAndNotQuoted() throws Exception {
        create("first");
        server.stop();
        Files.writeString(file(), Files.readString(file()).replace("\"versions\"", "\"verSions\""));

        assertThatThrownBy(() -> server.start())
                .hasMessageContaining(file().toString())
                .hasMessageNotContaining("first")
                .hasNoCause();
    }

    @Test
    void payloadShowsNothingOfItself() {
        SecretVersion version =
                new SecretVersion(FIRST, new SecretPayload(SecretPayload.Kind.STRING, "hidden"), NOW, Set.of());

        assertThat(version.toString()).doesNotContain("hidden");
    }

    private Path file() {
        return directory.resolve("data").resolve("secrets.json");
    }

    private CreateSecretResponse create(String value) {
        return client.createSecret(
                request -> request.name("app/secret").secretString(value).clientRequestToken(FIRST));
    }

    private void put(String token, String value) {
        client.putSecretValue(request ->
                request.secretId("app/secret").clientRequestToken(token).secretString(value));
    }

    private void put(String name, String token, String value, String stage) {
        client.putSecretValue(request -> request.secretId(name)
                .clientRequestToken(token)
                .secretString(value)
                .versionStages(stage));
    }

    private String value(String name) {
        return client.getSecretValue(request -> request.secretId(name)).secretString();
    }

    private Map<String, List<String>> stages() {
        return stages("app/secret");
    }

    private Map<String, List<String>> stages(String name) {
        return client.describeSecret(request -> request.secretId(name)).versionIdsToStages();
    }
}
