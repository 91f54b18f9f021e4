package dev.keysmith.blueprint;

import java.util.Optional;

/**
 * A function that is invoked with the records of a table's stream, from its oldest record on. A batch that fails is retried without
 * end: nothing after it in its shard is read before it succeeded.
 *
 * @param table the table's name
 * @param function the name of the function
 * @param batchSize the most records of one invocation
 * @param keyPrefix what the partition key of a record's item must begin with, where not all are wanted
 * @see <a href="https://docs.aws.amazon.com/lambda/latest/dg/with-ddb.html">Lambda with DynamoDB Streams</a>
 */
public record EventSourceSpec(String table, String function, int batchSize, Optional<String> keyPrefix) {}
