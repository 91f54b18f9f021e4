package dev.keysmith.blueprint;

import java.util.List;

/**
 * A DynamoDB table, on demand.
 *
 * @param name the table's name
 * @param partitionKey the name of its partition key, a string
 * @param ttlAttribute the attribute that holds the time of removal, in epoch seconds
 * @param indexes its global secondary indexes; each holds whole items
 * @param stream what the records of its stream show of the items, as DynamoDB names it
 */
public record TableSpec(String name, String partitionKey, String ttlAttribute, List<IndexSpec> indexes, String stream) {

    /** The items before and after the change. */
    public static final String NEW_AND_OLD_IMAGES = "NEW_AND_OLD_IMAGES";

    public TableSpec {
        indexes = List.copyOf(indexes);
    }

    /**
     * A global secondary index.
     *
     * @param name the index's name
     * @param partitionKey the name of its partition key, a string
     * @param sortKey the name of its sort key, a number
     */
    public record IndexSpec(String name, String partitionKey, String sortKey) {}
}
