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
