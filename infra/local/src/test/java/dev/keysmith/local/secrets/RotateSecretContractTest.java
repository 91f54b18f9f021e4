package dev.keysmith.local.secrets;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.keysmith.local.aws.LocalAws;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.function.BooleanSupplier;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import software.amazon.awssdk.services.secretsmanager.SecretsManagerClient;
import software.amazon.awssdk.services.secretsmanager.model.DescribeSecretResponse;
import software.amazon.awssdk.services.secretsmanager.model.InvalidRequestException;
import software.amazon.awssdk.services.secretsmanager.model.ResourceNotFoundException;
import software.amazon.awssdk.services.secretsmanager.model.RotateSecretResponse;
import software.amazon.awssdk.services.secretsmanager.model.SecretVersionsListEntry;

/** Rotation against what AWS documents of it, seen through the real SDK; the function is one of the test. */
final class RotateSecretContractTest {

    private static final Instant NOW = Instant.parse("2026-11-20T12:00:00.123Z");
    private static final String FIRST = "00000000-0000-0000-0000-000000000001";
    private static final String SECOND = "00000000-0000-0000-0000-000000000002";
    private static final String THIRD = "00000000-0000-0000-0000-000000000003";
    private static final String FUNCTION = "arn:aws:lambda:us-east-1:000000000000:function:rotate";
    private static final long PATIENCE_NANOS = 20_000_000_000L;

    @TempDir
    Path directory;

    private final List<JsonNode> events = new CopyOnWriteArrayList<>();
    private SecretsManagerServer server;
    private SecretsManagerClient client;

    /** What the function does in a step; it fails where this answers false. */
    private volatile Step behaviour = this::rotate;

    @FunctionalInterface
    private interface Step {
        boolean run(String step, String token);
    }

    @BeforeEach
    void start() throws Exception {
        server = new SecretsManagerServer(directory, 0, InstantSource.fixed(NOW));
        server.rotateWith(this::invoke);
        server.start();
        client = LocalAws.secretsManager(server.endpoint());
        client.createSecret(request -> request.name("app").secretString("first").clientRequestToken(FIRST));
    }

    @AfterEach
    void stop() {
        client.close();
        server.close();
    }

    @Test
    void functionIsCalledForTheFourStepsWithTheSecretAndTheToken() {
        RotateSecretResponse answer = rotateSecret(SECOND);

        await(() -> describe().lastRotatedDate() != null);
        assertThat(answer.versionId()).isEqualTo(SECOND);
        assertThat(answer.name()).isEqualTo("app");
        assertThat(events)
                .extracting(event -> event.get("Step").asText())
                .containsExactly("createSecret", "setSecret", "testSecret", "finishSecret");
        assertThat(events).allSatisfy(event -> {
            assertThat(event.get("SecretId").asText()).isEqualTo(answer.arn());
            assertThat(event.get("ClientRequestToken").asText()).isEqualTo(SECOND);
            assertThat(event.get("RotationToken").asText()).matches("[a-zA-Z0-9-]{36,256}");
        });
        assertThat(value()).isEqualTo("rotated " + SECOND);
        assertThat(stages())
                .isEqualTo(Map.of(FIRST, List.of("AWSPREVIOUS"), SECOND, List.of("AWSCURRENT", "AWSPENDING")));
    }

    @Test
    void describeTellsHowASecretIsRotated() {
        assertThat(describe().rotationEnabled()).isNull();
        rotateSecret(SECOND);
        await(() -> describe().lastRotatedDate() != null);

        DescribeSecretResponse described = describe();

        assertThat(described.rotationEnabled()).isTrue();
        assertThat(described.rotationLambdaARN()).isEqualTo(FUNCTION);
        assertThat(described.rotationRules().automaticallyAfterDays()).isEqualTo(30);
        assertThat(described.lastRotatedDate()).isEqualTo(NOW);
    }

    @Test
    void versionIsPendingAndEmptyUntilTheFunctionFillsIt() {
        behaviour = (step, token) -> {
            assertThat(stages()).containsEntry(token, List.of("AWSPENDING"));
            assertThatExceptionOfType(ResourceNotFoundException.class)
                    .isThrownBy(() -> client.getSecretValue(
                            request -> request.secretId("app").versionId(token).versionStage("AWSPENDING")));
            behaviour = this::rotate;
            return rotate(step, token);
        };

        rotateSecret(SECOND);

        await(() -> value().equals("rotated " + SECOND));
    }

    @Test
    void rotationWithoutAFunctionIsRefused() {
        assertThatExceptionOfType(InvalidRequestException.class)
                .isThrownBy(() -> client.rotateSecret(request -> request.secretId("app")))
                .withMessageContaining("No Lambda rotation function ARN is associated with this secret.");
    }

    @Test
    void secretWithoutAValueIsNotRotated() {
        client.createSecret(request -> request.name("empty"));

        assertThatExceptionOfType(ResourceNotFoundException.class)
                .isThrownBy(() ->
                        client.rotateSecret(request -> request.secretId("empty").rotationLambdaARN(FUNCTION)));
    }

    @Test
    void failedStepIsRetriedFromTheFirstOneWithTheSameToken() {
        behaviour = (step, token) -> {
            if (step.equals("testSecret")) {
                behaviour = this::rotate;
                return false;
            }
            return rotate(step, token);
        };

        rotateSecret(SECOND);

        await(() -> describe().lastRotatedDate() != null);
        assertThat(events)
                .extracting(event -> event.get("Step").asText())
                .containsExactly(
                        "createSecret",
                        "setSecret",
                        "testSecret",
                        "createSecret",
                        "setSecret",
                        "testSecret",
                        "finishSecret");
        assertThat(events)
                .extracting(event -> event.get("ClientRequestToken").asText())
                .containsOnly(SECOND);
    }

    @Test
    void rotationThatFailsIsLeftAndTheNextCallIsRefusedAndResumesIt() {
        behaviour = (step, token) -> false;
        rotateSecret(SECOND);
        // Five attempts, then it is left.
        await(() -> events.size() == 5);
        behaviour = this::rotate;

        await(() -> {
            assertThatExceptionOfType(InvalidRequestException.class)
                    .isThrownBy(() -> rotateSecret(THIRD))
                    .withMessageContaining("A previous rotation isn't complete. That rotation will be reattempted.");
            // The last attempt may still be ending: then the call resumes nothing yet.
            return events.size() > 5;
        });

        await(() -> describe().lastRotatedDate() != null);
        assertThat(value()).isEqualTo("rotated " + SECOND);
    }

    @Test
    void repeatedCallWithTheSameTokenIsOneRotation() throws Exception {
        CountDownLatch mayGoOn = new CountDownLatch(1);
        behaviour = (step, token) -> {
            awaitQuietly(mayGoOn);
            return rotate(step, token);
        };
        rotateSecret(SECOND);

        assertThat(rotateSecret(SECOND).versionId()).isEqualTo(SECOND);
        mayGoOn.countDown();

        await(() -> describe().lastRotatedDate() != null);
        assertThat(rotateSecret(SECOND).versionId()).isEqualTo(SECOND);
        assertThat(events).hasSize(4);
    }

    @Test
    void functionThatGivesUpEndsTheRotationAndTheNextBeginsAnew() {
        behaviour = (step, token) -> {
            client.updateSecretVersionStage(request ->
                    request.secretId("app").versionStage("AWSPENDING").removeFromVersionId(token));
            return false;
        };
        rotateSecret(SECOND);
        await(() -> stages().equals(Map.of(FIRST, List.of("AWSCURRENT"))));
        behaviour = this::rotate;

        await(() -> {
            rotateSecret(THIRD);
            return value().equals("rotated " + THIRD);
        });
        assertThat(events)
                .filteredOn(event -> event.get("ClientRequestToken").asText().equals(SECOND))
                .hasSize(1);
    }

    @Test
    void withoutRotatingImmediatelyOnlyTheTestIsMadeOnACopyThatGoesAgain() {
        List<String> seen = new CopyOnWriteArrayList<>();
        behaviour = (step, token) -> seen.add(client.getSecretValue(
                        request -> request.secretId("app").versionId(token).versionStage("AWSPENDING"))
                .secretString());

        client.rotateSecret(request -> request.secretId("app")
                .clientRequestToken(SECOND)
                .rotationLambdaARN(FUNCTION)
                .rotateImmediately(false));

        await(() -> stages().equals(Map.of(FIRST, List.of("AWSCURRENT"))) && !events.isEmpty());
        assertThat(seen).containsExactly("first");
        assertThat(events).extracting(event -> event.get("Step").asText()).containsExactly("testSecret");
        assertThat(describe().rotationEnabled()).isTrue();
        assertThat(describe().lastRotatedDate()).isNull();
        assertThat(versionIds(true)).containsExactly(FIRST);
    }

    @Test
    void cancelledRotationGoesNoFurtherAndTellsItsVersion() throws Exception {
        CountDownLatch mayGoOn = new CountDownLatch(1);
        behaviour = (step, token) -> {
            awaitQuietly(mayGoOn);
            return false;
        };
        rotateSecret(SECOND);
        await(() -> !events.isEmpty());

        assertThat(client.cancelRotateSecret(request -> request.secretId("app")).versionId())
                .isEqualTo(SECOND);
        mayGoOn.countDown();

        assertThat(describe().rotationEnabled()).isFalse();
        assertThat(describe().rotationLambdaARN()).isEqualTo(FUNCTION);
        assertThat(stages()).containsEntry(SECOND, List.of("AWSPENDING"));
        client.updateSecretVersionStage(
                request -> request.secretId("app").versionStage("AWSPENDING").removeFromVersionId(SECOND));
        behaviour = this::rotate;
        await(() -> {
            rotateSecret(THIRD);
            return value().equals("rotated " + THIRD);
        });
        assertThat(events)
                .filteredOn(event -> event.get("ClientRequestToken").asText().equals(SECOND))
                .hasSize(1);
    }

    @Test
    void unfinishedRotationOutlivesARestart() throws Exception {
        CountDownLatch reached = new CountDownLatch(1);
        behaviour = (step, token) -> {
            rotate("createSecret", token);
            reached.countDown();
            awaitQuietly(new CountDownLatch(1));
            return false;
        };
        rotateSecret(SECOND);
        reached.await();

        server.stop();
        behaviour = this::rotate;
        server.start();

        await(() -> value().equals("rotated " + SECOND));
    }

    @Test
    void versionsAreListedWithAndWithoutTheDeprecatedOnes() {
        client.putSecretValue(
                request -> request.secretId("app").clientRequestToken(SECOND).secretString("second"));
        client.putSecretValue(
                request -> request.secretId("app").clientRequestToken(THIRD).secretString("third"));

        assertThat(versionIds(false)).containsExactly(SECOND, THIRD);
        assertThat(versionIds(true)).containsExactly(FIRST, SECOND, THIRD);
        assertThat(client.listSecretVersionIds(request -> request.secretId("app"))
                        .versions()
                        .getLast()
                        .versionStages())
                .containsExactly("AWSCURRENT");
    }

    private boolean invoke(String arn, byte[] event) {
        assertThat(arn).isEqualTo(FUNCTION);
        try {
            JsonNode json = new ObjectMapper().readTree(event);
            events.add(json);
            return behaviour.run(
                    json.get("Step").asText(), json.get("ClientRequestToken").asText());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private boolean rotate(String step, String token) {
        switch (step) {
            case "createSecret" ->
                client.putSecretValue(request -> request.secretId("app")
                        .clientRequestToken(token)
                        .secretString("rotated " + token)
                        .versionStages("AWSPENDING"));
            case "finishSecret" ->
                client.updateSecretVersionStage(request -> request.secretId("app")
                        .versionStage("AWSCURRENT")
                        .moveToVersionId(token)
                        .removeFromVersionId(FIRST));
            default -> {}
        }
        return true;
    }

    private RotateSecretResponse rotateSecret(String token) {
        return client.rotateSecret(request -> request.secretId("app")
                .clientRequestToken(token)
                .rotationLambdaARN(FUNCTION)
                .rotationRules(rules -> rules.automaticallyAfterDays(30L)));
    }

    private DescribeSecretResponse describe() {
        return client.describeSecret(request -> request.secretId("app"));
    }

    private Map<String, List<String>> stages() {
        return describe().versionIdsToStages();
    }

    private String value() {
        return client.getSecretValue(request -> request.secretId("app")).secretString();
    }

    private List<String> versionIds(boolean deprecatedToo) {
        return client
                .listSecretVersionIds(request -> request.secretId("app").includeDeprecated(deprecatedToo))
                .versions()
                .stream()
                .map(SecretVersionsListEntry::versionId)
                .toList();
    }

    private static void awaitQuietly(CountDownLatch latch) {
        try {
            latch.await();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private static void await(BooleanSupplier condition) {
        long end = System.nanoTime() + PATIENCE_NANOS;
        while (!condition.getAsBoolean()) {
            assertThat(System.nanoTime()).as("waited for too long").isLessThan(end);
            Thread.onSpinWait();
        }
    }
}
