package dev.keysmith.aws.monitoring;

import dev.keysmith.aws.Named;
import java.util.List;
import java.util.Map;
import software.amazon.awscdk.services.apigateway.RestApi;
import software.amazon.awscdk.services.dynamodb.ITable;
import software.amazon.awscdk.services.lambda.Function;

/**
 * A deployment, as dashboard and alarms see it.
 *
 * @param deployment its name: what names of alarms begin with, and what the dashboard is called
 * @param functions its functions, by the blueprint's names
 * @param api its API
 * @param tables its tables
 */
public record Monitored(String deployment, Map<String, Function> functions, RestApi api, List<ITable> tables) {

    public Monitored {
        functions = Map.copyOf(functions);
        tables = List.copyOf(tables);
    }

    /** A function by the blueprint's name; throws {@link IllegalArgumentException} where it is not there. */
    Function function(String name) {
        return Named.get(functions, "function", name);
    }
}
