package dev.keysmith.local.awscalls;

import java.util.Set;

/**
 * One call of an AWS service.
 *
 * @param caller the caller's access key id
 * @param operation the operation, e.g. {@code GetItem}
 * @param tables the DynamoDB tables that it names; none for other services
 */
public record AwsCall(String caller, String operation, Set<String> tables) {

    public AwsCall {
        tables = Set.copyOf(tables);
    }
}
