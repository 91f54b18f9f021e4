package dev.keysmith.blueprint;

import static java.util.stream.Collectors.toUnmodifiableMap;

import java.util.Map;
import java.util.Set;

/**
 * What a function may do, and nothing else: actions as IAM policies name them, e.g. {@code dynamodb:GetItem}.
 *
 * @param secrets the actions on each secret, by its name
 * @param tables the actions on each table, by its name; an action on a table is meant for its indexes too
 * @param streams the actions on each table's stream, by the table's name
 * @param stores the actions on each store of files, by its name ({@code s3://…}); {@code s3:ListBucket} is meant for the bucket
 * @param databaseUsers the names of the database's users that it may connect as, by IAM: {@code rds-db:connect}
 */
public record Permissions(
        Map<String, Set<String>> secrets,
        Map<String, Set<String>> tables,
        Map<String, Set<String>> streams,
        Map<String, Set<String>> stores,
        Set<String> databaseUsers) {

    public Permissions {
        secrets = copy(secrets);
        tables = copy(tables);
        streams = copy(streams);
        stores = copy(stores);
        databaseUsers = Set.copyOf(databaseUsers);
    }

    /** For a function that meets neither a stream nor a store of files, and no database by IAM. */
    public Permissions(Map<String, Set<String>> secrets, Map<String, Set<String>> tables) {
        this(secrets, tables, Map.of(), Map.of(), Set.of());
    }

    /** Whether this action on this secret is among them. */
    public boolean allowOnSecret(String action, String secret) {
        return secrets.getOrDefault(secret, Set.of()).contains(action);
    }

    private static Map<String, Set<String>> copy(Map<String, Set<String>> actions) {
        return actions.entrySet().stream()
                .collect(toUnmodifiableMap(Map.Entry::getKey, entry -> Set.copyOf(entry.getValue())));
    }
}
