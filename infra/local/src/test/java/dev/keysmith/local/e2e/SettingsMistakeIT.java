package dev.keysmith.local.e2e;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import dev.keysmith.blueprint.Blueprint;
import dev.keysmith.blueprint.FunctionSpec;
import dev.keysmith.blueprint.Naming;
import dev.keysmith.local.artifact.Artifacts;
import dev.keysmith.local.aws.LocalAws;
import dev.keysmith.local.lambda.InvocationResult;
import dev.keysmith.local.lambda.LambdaFunction;
import dev.keysmith.local.lambda.LambdaHost;
import dev.keysmith.local.lambda.LambdaHostSettings;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** A mistake in the settings stops the function at its start, with a message that names the setting. */
class SettingsMistakeIT {

    private @TempDir Path directory;

    static Stream<Arguments> mistakes() {
        Stream<Arguments> ofOne = Stream.of(
                arguments("authorizer", "KEYSMITH_ROUTES", "GET /v1/me/"),
                arguments("authorizer", "KEYSMITH_CREDENTIAL_HEADERS", "host"),
                arguments("manage", "KEYSMITH_CREDENTIAL_HEADERS", "host"),
                arguments("issue", "KEYSMITH_ROLES", "[]"));
        Stream<Arguments> ofRotation = Stream.of(
                arguments("rotate-secret", "KEYSMITH_KEYS_TABLE", null),
                arguments("rotate-secret", "KEYSMITH_VERIFICATION_SECRET", null),
                arguments("rotate-secret", "KEYSMITH_SIGNING_SECRET", null),
                arguments("rotate-secret", "KEYSMITH_LEDGER_SECRET", "a secret"),
                arguments("rotate-secret", "KEYSMITH_SIGNING_ALGORITHM", "none"),
                arguments("rotate-secret", "KEYSMITH_ROTATION_SLACK", "30"),
                arguments("rotate-secret", "KEYSMITH_SECRET_MAX_AGE", "-PT5M"),
                arguments("bootstrap", "KEYSMITH_ADMIN_KEY_SECRET", null));
        Stream<Arguments> ofLedger = Stream.of(
                arguments("ledger", "KEYSMITH_KEYS_TABLE", null),
                arguments("ledger", "KEYSMITH_STATE_TABLE", null),
                arguments("ledger", "KEYSMITH_LEDGER_SECRET", null),
                arguments("ledger", "KEYSMITH_DATABASE_SECRET", null),
                arguments("ledger", "KEYSMITH_DATABASE_TLS", "prefer"),
                arguments("ledger", "KEYSMITH_LEDGER_STORE", "ftp://store"),
                arguments("ledger-task", "KEYSMITH_DATABASE_SECRET", "a secret"),
                arguments("ledger-task", "KEYSMITH_DATABASE_WRITER_SECRET", null),
                arguments("ledger-task", "KEYSMITH_DATABASE_READER_SECRET", null),
                arguments("ledger-task", "KEYSMITH_LEDGER_STORE", null),
                arguments("ledger-migrate", "KEYSMITH_DATABASE_READER_SECRET", null),
                arguments("reports", "KEYSMITH_DATABASE_SECRET", null),
                arguments("reports", "KEYSMITH_DATABASE_TLS", "off"));
        Stream<Arguments> ofAll = Stream.of("authorizer", "issue", "refresh", "revoke", "manage")
                .flatMap(function -> Stream.of(
                        arguments(function, "KEYSMITH_KEYS_TABLE", null),
                        arguments(function, "KEYSMITH_KEY_PREFIX", "k s"),
                        arguments(function, "KEYSMITH_SECRET_MAX_AGE", "-PT5M")));
        return Stream.of(ofOne, ofRotation, ofLedger, ofAll).flatMap(arguments -> arguments);
    }

    @ParameterizedTest(name = "{0}: {1}={2}")
    @MethodSource("mistakes")
    void mistakeStopsTheStartAndNamesTheSetting(
            String function, String setting, @org.jspecify.annotations.Nullable String value) throws IOException {
        FunctionSpec spec = Blueprint.of(Naming.standard()).functions().stream()
                .filter(candidate -> candidate.name().equals(function))
                .findFirst()
                .orElseThrow();
        Map<String, String> environment = new HashMap<>(spec.environment());
        environment.putAll(LocalAws.environment(function));
        if (value == null) {
            environment.remove(setting);
        } else {
            environment.put(setting, value);
        }
        List<Path> jars = new Artifacts(directory.resolve("functions"))
                .unpack(function, SharedStack.projectRoot().resolve(spec.artifact()));
        LambdaHostSettings settings = new LambdaHostSettings(Path.of(System.getProperty("java.home")), directory);
        try (LambdaHost host = new LambdaHost(settings, () -> {})) {
            host.add(new LambdaFunction(
                    function, spec.handler(), jars, spec.memoryMegabytes(), spec.timeout(), environment));

            InvocationResult result = host.invoke(function, "{}".getBytes(StandardCharsets.UTF_8));

            assertThat(result)
                    .isInstanceOfSatisfying(
                            InvocationResult.Failed.class,
                            failed -> assertThat(failed.why()).contains("setting " + setting + " must"));
        }
    }
}
