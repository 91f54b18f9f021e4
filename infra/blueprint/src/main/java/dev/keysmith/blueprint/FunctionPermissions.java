package dev.keysmith.blueprint;

import static java.util.stream.Collectors.toUnmodifiableMap;
import static java.util.stream.Collectors.toUnmodifiableSet;

import java.util.Map;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Stream;

/** What each function may do: what its code calls. A transaction needs the actions that it is made of. */
final class FunctionPermissions {

    private static final Set<String> READ = secretActions("GetSecretValue");
    private static final Set<String> ROTATE =
            secretActions("DescribeSecret", "GetSecretValue", "PutSecretValue", "UpdateSecretVersionStage");
    private static final Set<String> FIRST_VALUE = secretActions("GetSecretValue", "PutSecretValue");

    private FunctionPermissions() {}

    static Permissions authorizer(Naming naming) {
        return new Permissions(
                Map.of(naming.verificationSecret(), READ),
                Map.of(
                        naming.keysTable(), tableActions("GetItem"),
                        naming.stateTable(), tableActions("UpdateItem")));
    }

    static Permissions issue(Naming naming) {
        return new Permissions(
                Map.of(naming.verificationSecret(), READ, naming.signingSecret(), READ),
                Map.of(
                        naming.keysTable(), tableActions("PutItem", "Query"),
                        naming.stateTable(), tableActions("GetItem", "PutItem", "UpdateItem")));
    }

    static Permissions refresh(Naming naming) {
        return new Permissions(
                Map.of(naming.verificationSecret(), READ, naming.signingSecret(), READ),
                Map.of(
                        naming.keysTable(), tableActions("GetItem", "PutItem", "UpdateItem"),
                        naming.stateTable(), tableActions("GetItem", "PutItem")));
    }

    static Permissions revoke(Naming naming) {
        return new Permissions(
                Map.of(naming.verificationSecret(), READ),
                Map.of(
                        naming.keysTable(), tableActions("GetItem", "PutItem", "Query", "Scan", "UpdateItem"),
                        naming.stateTable(), tableActions("DeleteItem", "UpdateItem")));
    }

    static Permissions manage(Naming naming) {
        return new Permissions(
                Map.of(naming.verificationSecret(), READ),
                Map.of(
                        naming.keysTable(), tableActions("GetItem", "PutItem", "Query"),
                        naming.stateTable(), tableActions("GetItem")));
    }

    static Permissions rotateSecret(Naming naming) {
        return new Permissions(
                Map.of(
                        naming.verificationSecret(), ROTATE,
                        naming.signingSecret(), ROTATE,
                        naming.ledgerSecret(), ROTATE),
                Map.of(naming.keysTable(), tableActions("Scan")));
    }

    static Permissions bootstrap(Naming naming) {
        return new Permissions(
                Map.of(
                        // The first private key may have to be published in a secret that has a value already.
                        naming.verificationSecret(),
                                secretActions("GetSecretValue", "PutSecretValue", "UpdateSecretVersionStage"),
                        naming.signingSecret(), FIRST_VALUE,
                        naming.ledgerSecret(), FIRST_VALUE,
                        naming.adminKeySecret(), FIRST_VALUE),
                Map.of(naming.keysTable(), tableActions("PutItem")));
    }

    static Permissions ledger(Naming naming) {
        Set<String> stream = tableActions("DescribeStream", "GetRecords", "GetShardIterator", "ListStreams");
        DatabaseEnvironment database = new DatabaseEnvironment(naming.database());
        return new Permissions(
                read(database.writerSecrets(), Set.of(naming.ledgerSecret())),
                Map.of(),
                Map.of(naming.keysTable(), stream, naming.stateTable(), stream),
                Map.of(naming.ledgerStore(), storeActions("PutObject")),
                database.writerUsers());
    }

    static Permissions ledgerTask(Naming naming) {
        return new Permissions(
                read(new DatabaseEnvironment(naming.database()).ownerSecrets(), Set.of(naming.ledgerSecret())),
                Map.of(naming.keysTable(), tableActions("GetItem", "Scan")),
                Map.of(),
                Map.of(naming.ledgerStore(), storeActions("DeleteObject", "GetObject", "ListBucket", "PutObject")),
                Set.of());
    }

    static Permissions ledgerMigrate(Naming naming) {
        return new Permissions(read(new DatabaseEnvironment(naming.database()).ownerSecrets(), Set.of()), Map.of());
    }

    static Permissions reports(Naming naming) {
        DatabaseEnvironment database = new DatabaseEnvironment(naming.database());
        return new Permissions(
                read(database.readerSecrets(), Set.of()), Map.of(), Map.of(), Map.of(), database.readerUsers());
    }

    private static Map<String, Set<String>> read(Set<String> secrets, Set<String> more) {
        return Stream.concat(secrets.stream(), more.stream())
                .collect(toUnmodifiableMap(Function.identity(), name -> READ));
    }

    private static Set<String> storeActions(String... names) {
        return actions("s3:", names);
    }

    private static Set<String> secretActions(String... names) {
        return actions("secretsmanager:", names);
    }

    private static Set<String> tableActions(String... names) {
        return actions("dynamodb:", names);
    }

    private static Set<String> actions(String service, String... names) {
        return Stream.of(names).map(service::concat).collect(toUnmodifiableSet());
    }
}
