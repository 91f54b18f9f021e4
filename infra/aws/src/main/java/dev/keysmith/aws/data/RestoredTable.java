package dev.keysmith.aws.data;

/**
 * A table that was restored from a backup, and that no stack made. A backup holds neither TTL nor stream nor protection: they are
 * turned on by hand, before.
 *
 * @param name its name
 * @param streamArn the ARN of its stream, of new and old images
 * @see <a href="https://docs.aws.amazon.com/amazondynamodb/latest/developerguide/PointInTimeRecovery_Howitworks.html">What is restored</a>
 */
public record RestoredTable(String name, String streamArn) {}
