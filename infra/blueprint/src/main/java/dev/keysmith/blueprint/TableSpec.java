package dev.keysmith.blueprint;

/**
 * A DynamoDB table, on demand.
 *
 * @param name the table's name
 * @param partitionKey the name of its partition key, a string
 * @param ttlAttribute the attribute that holds the time of removal, in epoch seconds
 */
public record TableSpec(String name, String partitionKey, String ttlAttribute) {}
