package dev.keysmith.aws.ledger;

import dev.keysmith.aws.Named;
import dev.keysmith.blueprint.EventSourceSpec;
import java.util.List;
import java.util.Map;
import software.amazon.awscdk.Stack;
import software.amazon.awscdk.services.lambda.Alias;
import software.amazon.awscdk.services.lambda.CfnEventSourceMapping;
import software.constructs.Construct;

/**
 * Invokes the ledger with the records of the tables' streams, from the oldest on. A batch that fails comes again without end: what
 * can't be stored for its own fault the function itself puts aside.
 *
 * @see <a href="https://docs.aws.amazon.com/lambda/latest/dg/services-ddb-params.html">Parameters of the mapping</a>
 */
public final class LedgerEventSources extends Construct {

    /** No end, for retries and for the age of records. */
    private static final int WITHOUT_END = -1;

    /** {@code streamArns} is by the table's name, {@code partitionKeys} as well. */
    public LedgerEventSources(
            Construct scope,
            String id,
            List<EventSourceSpec> specs,
            Map<String, String> streamArns,
            Map<String, String> partitionKeys,
            Map<String, Alias> functions) {
        super(scope, id);
        for (EventSourceSpec spec : specs) {
            Alias alias = Named.get(functions, "function", spec.function());
            CfnEventSourceMapping.Builder mapping = CfnEventSourceMapping.Builder.create(this, spec.table())
                    .functionName(alias.getFunctionArn())
                    .eventSourceArn(Named.get(streamArns, "stream of the table", spec.table()))
                    .startingPosition("TRIM_HORIZON")
                    .batchSize(spec.batchSize())
                    .maximumRetryAttempts(WITHOUT_END)
                    .maximumRecordAgeInSeconds(WITHOUT_END)
                    .bisectBatchOnFunctionError(false)
                    .metricsConfig(CfnEventSourceMapping.MetricsConfigProperty.builder()
                            .metrics(List.of("EventCount"))
                            .build());
            spec.keyPrefix()
                    .ifPresent(prefix -> mapping.filterCriteria(CfnEventSourceMapping.FilterCriteriaProperty.builder()
                            .filters(List.of(CfnEventSourceMapping.FilterProperty.builder()
                                    .pattern(pattern(Named.get(partitionKeys, "table", spec.table()), prefix))
                                    .build()))
                            .build()));
            mapping.build();
        }
    }

    private String pattern(String partitionKey, String prefix) {
        return Stack.of(this)
                .toJsonString(Map.of(
                        "dynamodb",
                        Map.of("Keys", Map.of(partitionKey, Map.of("S", List.of(Map.of("prefix", prefix)))))));
    }
}
