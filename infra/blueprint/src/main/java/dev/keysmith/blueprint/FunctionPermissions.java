package dev.keysmith.blueprint;

import static java.util.stream.Collectors.toUnmodifiableSet;

import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;

/** What each function may do: what its code calls. A transaction needs the actions that it is made of. */
final class FunctionPermissions {

    private static final Set<String> READ = secretActions("GetSecretValue");
    private static final Set<String> ROTATE =
            secretActions("DescribeSecret", "GetSecretValue", "PutSecretValue", "UpdateSecretVersionStage");

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

    static Permissions ledger(Naming naming) {
        Set<String> stream = tableActions("DescribeStream", "GetRecords", "GetShardIterator", "ListStreams");
        return new Permissions(
                Map.of(naming.databaseWriterSecret(), READ, naming.ledgerSecret(), READ),
                Map.of(),
                Map.of(naming.keysTable(), stream, naming.stateTable(), stream),
                Map.of(naming.ledgerStore(), storeActions("PutObject")));
    }

    static Permissions ledgerTask(Naming naming) {
        return new Permissions(
                Map.of(
                        naming.databaseOwnerSecret(), READ,
                        naming.databaseWriterSecret(), READ,
                        naming.databaseReaderSecret(), READ,
                        naming.ledgerSecret(), READ),
                Map.of(naming.keysTable(), tableActions("GetItem", "Scan")),
                Map.of(),
                Map.of(naming.ledgerStore(), storeActions("DeleteObject", "GetObject", "ListBucket", "PutObject")));
    }

    static Permissions reports(Naming naming) {
        return new Permissions(Map.of(naming.databaseReaderSecret(), READ), Map.of());
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
