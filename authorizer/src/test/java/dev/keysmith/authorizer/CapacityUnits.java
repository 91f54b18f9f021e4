package dev.keysmith.authorizer;

import java.util.ArrayList;
import java.util.List;
import software.amazon.awssdk.core.SdkRequest;
import software.amazon.awssdk.core.interceptor.Context;
import software.amazon.awssdk.core.interceptor.ExecutionAttributes;
import software.amazon.awssdk.core.interceptor.ExecutionInterceptor;
import software.amazon.awssdk.services.dynamodb.model.ConsumedCapacity;
import software.amazon.awssdk.services.dynamodb.model.GetItemRequest;
import software.amazon.awssdk.services.dynamodb.model.GetItemResponse;
import software.amazon.awssdk.services.dynamodb.model.ReturnConsumedCapacity;
import software.amazon.awssdk.services.dynamodb.model.UpdateItemRequest;
import software.amazon.awssdk.services.dynamodb.model.UpdateItemResponse;

/**
 * What the calls of a client consume, as DynamoDB tells it. Calls that a decision has no business to make are an error. A condition
 * that fails costs what the write would have cost; a meter's item is small, so that is one unit.
 */
final class CapacityUnits implements ExecutionInterceptor {

    private final List<Double> reads = new ArrayList<>();
    private final List<Double> writes = new ArrayList<>();

    @Override
    public SdkRequest modifyRequest(Context.ModifyRequest context, ExecutionAttributes attributes) {
        return switch (context.request()) {
            case GetItemRequest get ->
                get.toBuilder()
                        .returnConsumedCapacity(ReturnConsumedCapacity.TOTAL)
                        .build();
            case UpdateItemRequest update ->
                update.toBuilder()
                        .returnConsumedCapacity(ReturnConsumedCapacity.TOTAL)
                        .build();
            default ->
                throw new AssertionError("not counted: " + context.request().getClass());
        };
    }

    @Override
    public void afterExecution(Context.AfterExecution context, ExecutionAttributes attributes) {
        switch (context.response()) {
            case GetItemResponse got -> reads.add(units(got.consumedCapacity()));
            case UpdateItemResponse updated -> writes.add(units(updated.consumedCapacity()));
            default ->
                throw new AssertionError("not counted: " + context.response().getClass());
        }
    }

    @Override
    public void onExecutionFailure(Context.FailedExecution context, ExecutionAttributes attributes) {
        writes.add(1.0);
    }

    /** Forgets what was counted. */
    void clear() {
        reads.clear();
        writes.clear();
    }

    /** How many reads there were. */
    int reads() {
        return reads.size();
    }

    /** How many writes there were. */
    int writes() {
        return writes.size();
    }

    double readUnits() {
        return sum(reads);
    }

    double writeUnits() {
        return sum(writes);
    }

    private static double units(ConsumedCapacity consumed) {
        return consumed.capacityUnits();
    }

    private static double sum(List<Double> units) {
        return units.stream().mapToDouble(Double::doubleValue).sum();
    }
}
