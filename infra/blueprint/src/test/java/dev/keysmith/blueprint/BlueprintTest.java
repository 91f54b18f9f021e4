package dev.keysmith.blueprint;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

class BlueprintTest {

    private static final Set<String> READ = Set.of("secretsmanager:GetSecretValue");

    private final Blueprint blueprint = Blueprint.of(Naming.standard());
    private final Map<String, FunctionSpec> functions = byName(blueprint);
    private final DatabaseAccess.Passwords database =
            (DatabaseAccess.Passwords) blueprint.naming().database();

    @Test
    void everyRouteAndTheAuthorizerHaveAFunction() {
        assertThat(blueprint.api().routes())
                .allSatisfy(route -> assertThat(functions).containsKey(route.function()));
        assertThat(functions).containsKey(blueprint.api().authorizer());
    }

    @Test
    void routesAreNamedOnce() {
        assertThat(blueprint.api().routes())
                .extracting(route -> route.method() + " " + route.resource())
                .doesNotHaveDuplicates();
    }

    @Test
    void authorizerKnowsEveryGuardedRouteAndNoOther() {
        List<String> table = authorizerSetting("KEYSMITH_ROUTES").lines().toList();
        assertThat(table)
                .containsExactlyInAnyOrder(
                        "POST /v1/keys keys:issue",
                        "POST /v1/keys/import keys:import",
                        "POST /v1/keys/{key_id}/rotate keys:rotate",
                        "POST /v1/keys/{key_id}/rotate/finish keys:rotate",
                        "POST /v1/refresh",
                        "POST /v1/keys/{key_id}/revoke keys:revoke",
                        "POST /v1/keys/revoke keys:revoke",
                        "DELETE /v1/keys/{key_id} keys:delete",
                        "GET /v1/keys keys:read",
                        "GET /v1/keys/{key_id} keys:read",
                        "GET /v1/keys/{key_id}/usage keys:read",
                        "PATCH /v1/keys/{key_id} keys:update",
                        "POST /v1/tokens",
                        "POST /v1/introspect tokens:introspect",
                        "GET /v1/me",
                        "GET /v1/events audit:read",
                        "GET /v1/keys/{key_id}/events audit:read",
                        "GET /v1/reports/expiring reports:read",
                        "GET /v1/reports/unused reports:read",
                        "GET /v1/reports/usage reports:read");
    }

    @Test
    void authorizerNamesAKeyOfTheUsagePlan() {
        assertThat(blueprint.api().usagePlanKeys()).contains(authorizerSetting("KEYSMITH_USAGE_KEY"));
    }

    @Test
    void onlyWhatCountsBlocksRepeatsOrRecordsKnowsTheStateTable() {
        assertThat(blueprint.functions())
                .filteredOn(function -> function.environment().containsKey("KEYSMITH_STATE_TABLE"))
                .extracting(FunctionSpec::name)
                .containsExactly("authorizer", "issue", "refresh", "revoke", "manage", "ledger", "ledger-task");
    }

    @Test
    void revokingWaitsForLongerThanTheGatewayAndTheIssuingFunctionTake() {
        Duration inFlight = Duration.parse(requireNonNull(
                requireNonNull(functions.get("revoke")).environment().get("KEYSMITH_ISSUE_IN_FLIGHT")));
        assertThat(inFlight)
                .isGreaterThan(Duration.ofSeconds(29)
                        .plus(requireNonNull(functions.get("issue")).timeout()));
    }

    @Test
    void listsAreServedByTheIndexOfOwners() {
        assertThat(blueprint.tables().getFirst().indexes())
                .containsExactly(new TableSpec.IndexSpec("owner", "owner", "created_at"));
    }

    @Test
    void gatewayProblemsAreJsonThatTellsTheirOwnStatus() throws Exception {
        for (GatewayResponseSpec response : blueprint.api().gatewayResponses()) {
            JsonNode body = new ObjectMapper().readTree(response.body());
            assertThat(body.get("request_id").asText()).as(response.type()).isEqualTo("$context.requestId");
            assertThat(response.headers()).containsEntry("Content-Type", "application/problem+json");
            if (response.status().isPresent()) {
                assertThat(body.get("status").asInt())
                        .as(response.type())
                        .isEqualTo(response.status().getAsInt());
            }
        }
    }

    @Test
    void refusalsCarryTheirChallengeOrWhenToRetry() {
        assertThat(blueprint.api().gatewayResponses()).allSatisfy(response -> {
            int status = response.status().orElse(0);
            assertThat(response.headers().containsKey("WWW-Authenticate")).isEqualTo(status == 401);
            if (status == 429 || status == 503) {
                assertThat(response.headers().containsKey("Retry-After"))
                        .isNotEqualTo(response.contextHeaders().containsKey("Retry-After"));
            }
        });
    }

    @Test
    void whoIsOverItsLimitLearnsFromTheAuthorizerWhyAndForHowLong() throws Exception {
        GatewayResponseSpec response = blueprint.api().gatewayResponses().stream()
                .filter(spec -> spec.type().equals("INVALID_API_KEY"))
                .findFirst()
                .orElseThrow();
        assertThat(response.status()).hasValue(429);
        assertThat(response.contextHeaders()).isEqualTo(Map.of("Retry-After", "authorizer.retry_after"));
        assertThat(new ObjectMapper().readTree(response.body()).get("code").asText())
                .isEqualTo("$context.authorizer.code");
    }

    @Test
    void privateKeysAreReadOnlyByWhoSignsAndWhoRotates() {
        assertThat(whoMay("secretsmanager:GetSecretValue", blueprint.naming().signingSecret()))
                .containsExactlyInAnyOrder("issue", "refresh", "rotate-secret", "bootstrap");
        assertThat(whoMay("secretsmanager:GetSecretValue", blueprint.naming().ledgerSecret()))
                .containsExactlyInAnyOrder("rotate-secret", "bootstrap", "ledger", "ledger-task");
        assertThat(whoMay("secretsmanager:GetSecretValue", blueprint.naming().verificationSecret()))
                .containsExactlyInAnyOrder(
                        "authorizer", "issue", "refresh", "revoke", "manage", "rotate-secret", "bootstrap");
    }

    @Test
    void passwordsOfTheDatabaseAreReadByTheirUsersAndByWhoMakesThem() {
        assertThat(whoMay("secretsmanager:GetSecretValue", database.ownerSecret()))
                .containsExactly("ledger-task", "ledger-migrate");
        assertThat(whoMay("secretsmanager:GetSecretValue", database.writerSecret()))
                .containsExactly("ledger", "ledger-task", "ledger-migrate");
        assertThat(whoMay("secretsmanager:GetSecretValue", database.readerSecret()))
                .containsExactly("ledger-task", "ledger-migrate", "reports");
    }

    @Test
    void everyFunctionOfTheLedgerConnectsAsAUserOfItsOwn() {
        assertThat(setting("ledger", "KEYSMITH_DATABASE_SECRET")).isEqualTo(database.writerSecret());
        assertThat(setting("ledger-task", "KEYSMITH_DATABASE_SECRET")).isEqualTo(database.ownerSecret());
        assertThat(setting("ledger-migrate", "KEYSMITH_DATABASE_SECRET")).isEqualTo(database.ownerSecret());
        assertThat(setting("reports", "KEYSMITH_DATABASE_SECRET")).isEqualTo(database.readerSecret());
    }

    @Test
    void whoComesToTheDatabaseByIamReadsNoPassword() {
        Map<String, FunctionSpec> byIam = byName(Blueprint.of(withIam()));
        assertThat(environment(byIam, "ledger"))
                .containsEntry("KEYSMITH_DATABASE_IAM", "stores@db.example:5433/keysmith")
                .containsEntry("KEYSMITH_DATABASE_CA", "/opt/ca.pem")
                .doesNotContainKey("KEYSMITH_DATABASE_SECRET");
        assertThat(environment(byIam, "reports"))
                .containsEntry("KEYSMITH_DATABASE_IAM", "reads@db.example:5433/keysmith")
                .containsEntry("KEYSMITH_DATABASE_CA", "/opt/ca.pem")
                .doesNotContainKey("KEYSMITH_DATABASE_SECRET");
        assertThat(permissions(byIam, "ledger").databaseUsers()).containsExactly("stores");
        assertThat(permissions(byIam, "ledger").secrets())
                .containsOnlyKeys(blueprint.naming().ledgerSecret());
        assertThat(permissions(byIam, "reports").databaseUsers()).containsExactly("reads");
        assertThat(permissions(byIam, "reports").secrets()).isEmpty();
        for (String owner : List.of("ledger-task", "ledger-migrate")) {
            assertThat(environment(byIam, owner))
                    .containsEntry("KEYSMITH_DATABASE_SECRET", "owner")
                    .containsEntry("KEYSMITH_DATABASE_CA", "/opt/ca.pem")
                    .containsEntry("KEYSMITH_DATABASE_WRITER_IAM", "stores")
                    .containsEntry("KEYSMITH_DATABASE_READER_IAM", "reads")
                    .doesNotContainKeys(
                            "KEYSMITH_DATABASE_IAM",
                            "KEYSMITH_DATABASE_WRITER_SECRET",
                            "KEYSMITH_DATABASE_READER_SECRET");
            assertThat(permissions(byIam, owner).databaseUsers()).isEmpty();
            assertThat(permissions(byIam, owner).secrets()).containsEntry("owner", READ);
        }
    }

    @Test
    void whoKnowsTheDatabaseIsWhereItCanBeReached() {
        assertThat(blueprint.functions())
                .allSatisfy(function -> assertThat(function.database())
                        .isEqualTo(function.environment().containsKey("KEYSMITH_DATABASE_SECRET")));
        assertThat(blueprint.functions())
                .filteredOn(FunctionSpec::database)
                .extracting(FunctionSpec::name)
                .containsExactly("ledger", "ledger-task", "ledger-migrate", "reports");
    }

    @Test
    void deploymentsMakeWhatIsMissingBeforeTheyMigrate() {
        assertThat(blueprint.atDeployment()).containsExactly("bootstrap", "ledger-migrate");
        assertThat(functions.keySet()).containsAll(blueprint.atDeployment());
        assertThat(blueprint.operated()).doesNotContainAnyElementsOf(blueprint.atDeployment());
    }

    @Test
    void bootstrapMakesFirstValuesAndOneKeyAndNothingElse() {
        Set<String> first = Set.of("secretsmanager:GetSecretValue", "secretsmanager:PutSecretValue");
        assertThat(permissions(functions, "bootstrap"))
                .isEqualTo(new Permissions(
                        Map.of(
                                blueprint.naming().verificationSecret(),
                                Set.of(
                                        "secretsmanager:GetSecretValue",
                                        "secretsmanager:PutSecretValue",
                                        "secretsmanager:UpdateSecretVersionStage"),
                                blueprint.naming().signingSecret(),
                                first,
                                blueprint.naming().ledgerSecret(),
                                first,
                                blueprint.naming().adminKeySecret(),
                                first),
                        Map.of(blueprint.naming().keysTable(), Set.of("dynamodb:PutItem"))));
    }

    @Test
    void howOftenExpiriesAreLookedForIsADeploymentsChoice() {
        Blueprint hourly = Blueprint.of(blueprint.naming(), new Choices(Duration.ofHours(1)));
        assertThat(hourly.schedules())
                .extracting(schedule -> schedule.name() + " " + schedule.rate())
                .containsExactly("ledger-expire PT1H", "ledger-checkpoint PT24H", "ledger-verify PT24H");
    }

    @Test
    void ledgerReadsStreamsAndPutsAsideAndNothingElse() {
        Set<String> stream = Set.of(
                "dynamodb:DescribeStream", "dynamodb:GetRecords", "dynamodb:GetShardIterator", "dynamodb:ListStreams");
        assertThat(requireNonNull(functions.get("ledger")).permissions())
                .isEqualTo(new Permissions(
                        Map.of(
                                database.writerSecret(),
                                Set.of("secretsmanager:GetSecretValue"),
                                blueprint.naming().ledgerSecret(),
                                Set.of("secretsmanager:GetSecretValue")),
                        Map.of(),
                        Map.of(
                                blueprint.naming().keysTable(), stream,
                                blueprint.naming().stateTable(), stream),
                        Map.of(blueprint.naming().ledgerStore(), Set.of("s3:PutObject")),
                        Set.of()));
        assertThat(requireNonNull(functions.get("reports")).permissions().secrets())
                .containsOnlyKeys(database.readerSecret());
    }

    @Test
    void everyTablesStreamFeedsTheLedgerWhoMayReadIt() {
        assertThat(blueprint.tables()).extracting(TableSpec::stream).containsOnly(TableSpec.NEW_AND_OLD_IMAGES);
        assertThat(blueprint.eventSources())
                .extracting(EventSourceSpec::table)
                .containsExactlyElementsOf(
                        blueprint.tables().stream().map(TableSpec::name).toList());
        assertThat(blueprint.eventSources()).allSatisfy(source -> {
            assertThat(source.function()).isEqualTo("ledger");
            assertThat(source.batchSize()).isEqualTo(100);
            assertThat(requireNonNull(functions.get(source.function()))
                            .permissions()
                            .streams())
                    .containsKey(source.table());
        });
        // Owners and answers that can be had again are none of the ledger's concern.
        assertThat(blueprint.eventSources().getLast().keyPrefix()).hasValue("METER#");
    }

    @Test
    void schedulesInvokeFunctionsThatThereAreWithAnEventThatIsJson() throws Exception {
        for (ScheduleSpec schedule : blueprint.schedules()) {
            assertThat(functions).containsKey(schedule.function());
            assertThat(new ObjectMapper().readTree(schedule.input()).isObject()).isTrue();
        }
        assertThat(blueprint.schedules())
                .extracting(schedule -> schedule.rate() + " " + schedule.input())
                .containsExactly(
                        "PT1M {\"task\":\"expire\"}", "PT24H {\"task\":\"checkpoint\"}", "PT24H {\"task\":\"verify\"}");
    }

    @Test
    void operatorsInvokeWhatHasNoRouteAndNoStream() {
        assertThat(blueprint.operated()).containsExactly("ledger-task");
    }

    @Test
    void authorizerReadsOneSecretAndOneItemAndChargesAMeter() {
        assertThat(requireNonNull(functions.get("authorizer")).permissions())
                .isEqualTo(new Permissions(
                        Map.of(blueprint.naming().verificationSecret(), Set.of("secretsmanager:GetSecretValue")),
                        Map.of(
                                blueprint.naming().keysTable(),
                                Set.of("dynamodb:GetItem"),
                                blueprint.naming().stateTable(),
                                Set.of("dynamodb:UpdateItem"))));
    }

    @Test
    void onlyTheRotationAndTheBootstrapChangeSecrets() {
        assertThat(blueprint.functions())
                .filteredOn(function -> !Set.of("rotate-secret", "bootstrap").contains(function.name()))
                .allSatisfy(
                        function -> assertThat(function.permissions().secrets().values())
                                .containsOnly(Set.of("secretsmanager:GetSecretValue")));
    }

    @Test
    void everyPermissionNamesItsActionAndWhatItIsFor() {
        Set<String> tables = blueprint.tables().stream().map(TableSpec::name).collect(Collectors.toSet());
        assertThat(blueprint.functions()).allSatisfy(function -> {
            Permissions permissions = function.permissions();
            assertThat(permissions.secrets().values().stream().flatMap(Set::stream))
                    .allMatch(action -> action.matches("secretsmanager:[A-Za-z]+"));
            assertThat(permissions.tables().values().stream().flatMap(Set::stream))
                    .allMatch(action -> action.matches("dynamodb:[A-Za-z]+"));
            assertThat(permissions.streams().values().stream().flatMap(Set::stream))
                    .allMatch(action -> action.matches("dynamodb:[A-Za-z]+"));
            assertThat(permissions.stores().values().stream().flatMap(Set::stream))
                    .allMatch(action -> action.matches("s3:[A-Za-z]+"));
            assertThat(tables).containsAll(permissions.tables().keySet());
            assertThat(tables).containsAll(permissions.streams().keySet());
        });
        assertThat(whoMay("secretsmanager:GetSecretValue", blueprint.naming().adminKeySecret()))
                .containsExactly("bootstrap");
    }

    @Test
    void whoKnowsATableMayUseItAndNobodyElse() {
        assertThat(blueprint.functions()).allSatisfy(function -> {
            assertThat(function.permissions()
                            .tables()
                            .containsKey(blueprint.naming().stateTable()))
                    .isEqualTo(knows(function, "KEYSMITH_STATE_TABLE"));
            assertThat(function.permissions()
                            .tables()
                            .containsKey(blueprint.naming().keysTable()))
                    .isEqualTo(knows(function, "KEYSMITH_KEYS_TABLE"));
        });
        assertThat(requireNonNull(functions.get("ledger-task")).permissions().tables())
                .isEqualTo(Map.of(blueprint.naming().keysTable(), Set.of("dynamodb:GetItem", "dynamodb:Scan")));
    }

    /** The ledger's functions have the tables' names to tell their streams' records apart; the task alone uses one of them. */
    private static boolean knows(FunctionSpec function, String setting) {
        return function.environment().containsKey(setting)
                && !function.name().equals("ledger")
                && !(function.name().equals("ledger-task") && setting.equals("KEYSMITH_STATE_TABLE"));
    }

    @Test
    void rotationMayDoItsStepsOnEverySecretThatIsRotated() {
        FunctionSpec rotation = requireNonNull(functions.get(Blueprint.ROTATION));
        assertThat(rotation.permissions().secrets()).containsOnlyKeys(blueprint.rotatedSecrets());
        assertThat(rotation.permissions().secrets().values())
                .containsOnly(Set.of(
                        "secretsmanager:DescribeSecret",
                        "secretsmanager:GetSecretValue",
                        "secretsmanager:PutSecretValue",
                        "secretsmanager:UpdateSecretVersionStage"));
    }

    private Naming withIam() {
        Naming standard = blueprint.naming();
        return new Naming(
                standard.keysTable(),
                standard.stateTable(),
                standard.verificationSecret(),
                standard.signingSecret(),
                standard.ledgerSecret(),
                new DatabaseAccess.Iam("owner", "db.example", "5433", "keysmith", "stores", "reads", "/opt/ca.pem"),
                standard.ledgerStore(),
                standard.adminKeySecret(),
                standard.keyPrefix(),
                standard.issuer(),
                standard.audience(),
                standard.furtherAudiences());
    }

    private static Map<String, FunctionSpec> byName(Blueprint blueprint) {
        return blueprint.functions().stream().collect(Collectors.toMap(FunctionSpec::name, function -> function));
    }

    private static Map<String, String> environment(Map<String, FunctionSpec> functions, String name) {
        return requireNonNull(functions.get(name)).environment();
    }

    private static Permissions permissions(Map<String, FunctionSpec> functions, String name) {
        return requireNonNull(functions.get(name)).permissions();
    }

    private List<String> whoMay(String action, String secret) {
        return blueprint.functions().stream()
                .filter(function -> function.permissions().allowOnSecret(action, secret))
                .map(FunctionSpec::name)
                .toList();
    }

    private String authorizerSetting(String name) {
        return setting("authorizer", name);
    }

    private String setting(String function, String name) {
        return requireNonNull(
                requireNonNull(functions.get(function)).environment().get(name));
    }
}
