package dev.keysmith.local.e2e;

import dev.keysmith.local.aws.AwsEndpoints;
import dev.keysmith.local.aws.LocalAws;
import dev.keysmith.local.awscalls.AwsCall;
import dev.keysmith.local.awscalls.AwsCallCounter;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;

/** Counts the calls to AWS that answering requests takes. The ledger's are left out: it follows the changes in its own time. */
final class CountedCalls implements AutoCloseable {

    private static final Set<String> LEDGER =
            Set.of(LocalAws.accessKeyId("ledger"), LocalAws.accessKeyId("ledger-task"));

    private final List<AwsCallCounter> counters = new ArrayList<>();

    /** Where the functions are to look for these services, so that their calls are counted. */
    AwsEndpoints inFrontOf(AwsEndpoints endpoints) {
        try {
            counters.add(AwsCallCounter.inFrontOf(endpoints.dynamoDb()));
            counters.add(AwsCallCounter.inFrontOf(endpoints.secretsManager()));
            return new AwsEndpoints(counters.get(0).endpoint(), counters.get(1).endpoint());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Forgets what was counted. */
    void reset() {
        counters.forEach(AwsCallCounter::reset);
    }

    /** How many calls of this operation named this table. */
    long count(String operation, String table) {
        return calls().filter(call ->
                        call.operation().equals(operation) && call.tables().contains(table))
                .count();
    }

    /** How many calls there were, of all services. */
    long all() {
        return calls().count();
    }

    private Stream<AwsCall> calls() {
        return counters.stream()
                .flatMap(counter -> counter.calls().stream())
                .filter(call -> !LEDGER.contains(call.caller()));
    }

    @Override
    public void close() {
        counters.forEach(AwsCallCounter::close);
    }
}
