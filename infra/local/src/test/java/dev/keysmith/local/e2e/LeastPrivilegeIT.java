package dev.keysmith.local.e2e;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.keysmith.blueprint.Blueprint;
import dev.keysmith.blueprint.DatabaseAccess;
import dev.keysmith.blueprint.FunctionSpec;
import dev.keysmith.blueprint.Naming;
import dev.keysmith.core.secret.VerificationSecret;
import dev.keysmith.local.aws.AwsEndpoints;
import dev.keysmith.local.aws.LocalAws;
import dev.keysmith.local.awscalls.AwsCall;
import dev.keysmith.local.awscalls.AwsCallCounter;
import dev.keysmith.local.e2e.Api.IssuedKey;
import dev.keysmith.local.secrets.SecretsManagerServer;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Clock;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.zip.ZipEntry;
import java.util.zip.ZipFile;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import software.amazon.awssdk.services.secretsmanager.SecretsManagerClient;
import software.amazon.awssdk.services.secretsmanager.model.SecretsManagerException;

/** Each function has credentials of its own, which let it do what the blueprint says; and it calls nothing else. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class LeastPrivilegeIT {

    private final Naming naming = Naming.standard();
    private final Map<String, FunctionSpec> functions = Blueprint.of(naming).functions().stream()
            .collect(Collectors.toMap(function -> LocalAws.accessKeyId(function.name()), Function.identity()));
    private final List<AwsCallCounter> counters = new ArrayList<>();
    private SharedStack.Handle handle;

    @BeforeAll
    void start(@TempDir Path data) {
        handle = SharedStack.start(SharedStack.settings(data).withFunctionEndpoints(this::counted));
    }

    @AfterAll
    void stop() {
        handle.close();
        counters.forEach(AwsCallCounter::close);
    }

    @ParameterizedTest
    @ValueSource(strings = {"authorizer", "revoke", "manage"})
    void whoDoesNotSignCannotReadThePrivateKeys(String function) {
        assertThat(read(function, naming.verificationSecret())).isNotBlank();
        for (String secret : List.of(naming.signingSecret(), naming.ledgerSecret(), naming.adminKeySecret())) {
            assertThatExceptionOfType(SecretsManagerException.class)
                    .isThrownBy(() -> read(function, secret))
                    .satisfies(e -> assertThat(e.awsErrorDetails().errorCode()).isEqualTo("AccessDeniedException"));
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"issue", "refresh"})
    void whoSignsReadsThePrivateKeysAndChangesNothing(String function) {
        assertThat(read(function, naming.signingSecret())).isNotBlank();
        try (SecretsManagerClient client = client(function)) {
            assertThatExceptionOfType(SecretsManagerException.class)
                    .isThrownBy(() -> client.putSecretValue(
                            request -> request.secretId(naming.signingSecret()).secretString("mine")))
                    .satisfies(e -> assertThat(e.awsErrorDetails().errorCode()).isEqualTo("AccessDeniedException"));
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"ledger", "reports"})
    void whoStoresOrReportsReadsTheSecretOfItsOwnDatabaseUserAlone(String function) {
        DatabaseAccess.Passwords database = (DatabaseAccess.Passwords) naming.database();
        String own = function.equals("ledger") ? database.writerSecret() : database.readerSecret();
        assertThat(read(function, own)).contains("password");
        List<String> others = new ArrayList<>(List.of(
                database.ownerSecret(),
                database.writerSecret(),
                database.readerSecret(),
                naming.verificationSecret(),
                naming.signingSecret(),
                naming.adminKeySecret()));
        others.remove(own);
        for (String secret : others) {
            assertThatExceptionOfType(SecretsManagerException.class)
                    .isThrownBy(() -> read(function, secret))
                    .satisfies(e -> assertThat(e.awsErrorDetails().errorCode()).isEqualTo("AccessDeniedException"));
        }
    }

    /** What is not in an artifact cannot be used by who breaks into it. */
    @Test
    void artifactsOfWhatDoesNotSignHoldNothingThatSigns() throws IOException {
        for (String module : List.of("authorizer", "functions/revoke", "functions/manage", "functions/ledger")) {
            Path zip = Path.of("../..", module, "target", "function.zip");
            try (ZipFile artifact = new ZipFile(zip.toFile())) {
                assertThat(artifact.stream().map(ZipEntry::getName))
                        .as(module)
                        .anyMatch(name -> name.contains("keysmith-core"))
                        .noneMatch(name -> name.contains("keysmith-signing") || name.contains("nimbus"));
            }
        }
    }

    /** As it finds a deployment whose first run failed after its first step: every kind of call is made. */
    @Test
    void bootstrapMayDoWhatANewDeploymentNeeds(@TempDir Path directory) throws IOException {
        try (SecretsManagerServer server =
                        new SecretsManagerServer(directory.resolve("secrets"), 0, Clock.systemUTC(), this::isAllowed);
                SecretsManagerClient owner = start(server)) {
            VerificationSecret left = VerificationSecret.first(new SecureRandom(), Instant.now());
            owner.createSecret(
                    secret -> secret.name(naming.verificationSecret()).secretString(left.toText()));
            for (String name : List.of(naming.signingSecret(), naming.ledgerSecret(), naming.adminKeySecret())) {
                owner.createSecret(secret -> secret.name(name));
            }
            AwsEndpoints endpoints = new AwsEndpoints(counters.getFirst().endpoint(), server.endpoint());
            try (FunctionInstance bootstrap =
                    new FunctionInstance(handle, "bootstrap", directory, endpoints.toEnvironment())) {
                String made = bootstrap.invoke("{}").orElseThrow();
                String key = owner.getSecretValue(request -> request.secretId(naming.adminKeySecret()))
                        .secretString();

                assertThat(made)
                        .isEqualTo("{\"made\":[\"%s\",\"%s\",\"%s\"]}"
                                .formatted(naming.signingSecret(), naming.ledgerSecret(), naming.adminKeySecret()));
                assertThat(bootstrap.invoke("\"whatever\"")).hasValue("{\"made\":[]}");
                assertThat(Files.readString(directory.resolve("logs/bootstrap.log")))
                        .contains("bootstrap_done", naming.adminKeySecret())
                        .doesNotContain(key.split("_", -1)[3], "peppers");
            }
        }
    }

    @Test
    void functionsCallNothingThatTheyMayNot(@TempDir Path directory) throws IOException {
        useEveryOperation(handle.api(), handle.adminKey());
        useTokens(handle.api(), handle.adminKey());
        RotatedStack.rotate(handle.stack(), naming.verificationSecret());
        RotatedStack.rotate(handle.stack(), naming.signingSecret());
        useTheLedger(handle.api(), handle.adminKey());
        deployAgain(directory);

        Set<AwsCall> calls =
                counters.stream().flatMap(counter -> counter.calls().stream()).collect(Collectors.toSet());

        assertThat(calls).extracting(AwsCall::caller).containsAll(functions.keySet());
        assertThat(calls).allSatisfy(call -> {
            FunctionSpec function = functions.get(call.caller());
            assertThat(function).as(call.caller()).isNotNull();
            if (call.tables().isEmpty()) {
                assertThat(function.permissions().secrets().values())
                        .anyMatch(actions -> actions.contains("secretsmanager:" + call.operation()));
            }
            for (String table : call.tables()) {
                // A transaction is allowed by what it is made of.
                String operation = call.operation().equals("TransactWriteItems") ? "PutItem" : call.operation();
                assertThat(function.permissions().tables().get(table)).contains("dynamodb:" + operation);
            }
        });
    }

    private static void useEveryOperation(Api api, String admin) {
        IssuedKey key = api.issue(admin, "{\"name\":\"used\",\"expires_in_days\":1}");
        api.post("/v1/keys", "{\"name\":\"once\"}", "x-api-key", admin, "idempotency-key", "once-0123456789");
        String foreign = TestKeys.foreign();
        api.importKey(admin, foreign, "");
        assertThat(api.me(foreign).status()).isEqualTo(200);
        assertThat(api.refresh(key.key()).status()).isEqualTo(200);
        api.rotate(admin, key.keyId(), "");
        api.rotate(admin, key.keyId(), "", "idempotency-key", "again-0123456789");
        api.post("/v1/keys/" + key.keyId() + "/rotate/finish", "", "x-api-key", admin);
        api.read(admin, key.keyId());
        assertThat(api.get("/v1/keys/" + key.keyId() + "/usage", "x-api-key", admin)
                        .status())
                .isEqualTo(200);
        api.get("/v1/keys", "x-api-key", admin);
        api.update(admin, key.keyId(), "{\"name\":\"new\"}");
        api.validate(key.key());
        assertThat(api.revoke(admin, key.keyId()).status()).isEqualTo(200);
        assertThat(api.delete("/v1/keys/" + key.keyId(), "x-api-key", admin).status())
                .isEqualTo(204);
    }

    private static void useTokens(Api api, String admin) {
        String signed =
                api.issue(admin, "{\"name\":\"signed\",\"format\":\"jwt\"}").key();
        String token = api.token(signed);
        String[] bearer = {"authorization", "Bearer " + token};
        assertThat(api.get("/v1/me", bearer).status()).isEqualTo(200);
        assertThat(api.introspect(admin, token).status()).isEqualTo(200);
        assertThat(api.present(token).status()).isEqualTo(200);
        assertThat(api.get("/v1/me", bearer).status()).isEqualTo(401);
        api.issue(admin, "{\"name\":\"bulk\",\"owner\":\"bulk\"}");
        assertThat(api.post("/v1/keys/revoke", "{\"owner\":\"bulk\"}", "x-api-key", admin)
                        .status())
                .isEqualTo(200);
    }

    /** That it has events shows that the ledger called what it needs, too. */
    private static void useTheLedger(Api api, String admin) {
        while (api.get("/v1/events", "x-api-key", admin).json().path("events").isEmpty()) {
            LockSupport.parkNanos(50_000_000);
        }
    }

    /** What a deployment invokes, on one that has everything. */
    private void deployAgain(Path directory) throws IOException {
        Map<String, String> settings = new HashMap<>(
                new AwsEndpoints(counters.get(0).endpoint(), counters.get(1).endpoint()).toEnvironment());
        settings.put("KEYSMITH_DATABASE_TLS", "disable");
        for (String name : Blueprint.of(naming).atDeployment()) {
            try (FunctionInstance function = new FunctionInstance(handle, name, directory, settings)) {
                assertThat(function.invoke("{}")).as(name).isPresent();
            }
        }
    }

    private boolean isAllowed(String accessKeyId, String action, String secret) {
        FunctionSpec function = functions.get(accessKeyId);
        return function == null || function.permissions().allowOnSecret(action, secret);
    }

    private static SecretsManagerClient start(SecretsManagerServer server) throws IOException {
        server.start();
        return LocalAws.secretsManager(server.endpoint());
    }

    private String read(String function, String secret) {
        try (SecretsManagerClient client = client(function)) {
            return client.getSecretValue(request -> request.secretId(secret)).secretString();
        }
    }

    private SecretsManagerClient client(String function) {
        return LocalAws.secretsManager(handle.stack().secretsManager().endpoint(), LocalAws.accessKeyId(function));
    }

    private AwsEndpoints counted(AwsEndpoints endpoints) {
        try {
            counters.add(AwsCallCounter.inFrontOf(endpoints.dynamoDb()));
            counters.add(AwsCallCounter.inFrontOf(endpoints.secretsManager()));
            return new AwsEndpoints(counters.get(0).endpoint(), counters.get(1).endpoint());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
