package dev.keysmith.aws.function;

import java.util.Map;

/**
 * What the names in a blueprint's permissions stand for on AWS; each map is from name to ARN. They may be tokens of the CDK.
 *
 * @param secrets the secrets, their whole ARNs with the six characters that Secrets Manager adds
 * @param tables the tables
 * @param streams the tables' streams, by the table's name
 * @param stores the buckets, by the store's name ({@code s3://…})
 * @param databaseUsers the users of the database, as {@code rds-db:connect} names them
 */
public record ResourceArns(
        Map<String, String> secrets,
        Map<String, String> tables,
        Map<String, String> streams,
        Map<String, String> stores,
        Map<String, String> databaseUsers) {

    public ResourceArns {
        secrets = Map.copyOf(secrets);
        tables = Map.copyOf(tables);
        streams = Map.copyOf(streams);
        stores = Map.copyOf(stores);
        databaseUsers = Map.copyOf(databaseUsers);
    }

    /** For a function that knows secrets and tables alone. */
    public ResourceArns(Map<String, String> secrets, Map<String, String> tables) {
        this(secrets, tables, Map.of(), Map.of(), Map.of());
    }
}
