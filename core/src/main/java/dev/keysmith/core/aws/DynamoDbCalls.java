package dev.keysmith.core.aws;

import dev.keysmith.core.error.UnavailableException;
import dev.keysmith.core.settings.Settings;
import java.util.function.Supplier;
import java.util.regex.Pattern;
import software.amazon.awssdk.core.exception.SdkException;
import software.amazon.awssdk.services.dynamodb.model.ConditionalCheckFailedException;
import software.amazon.awssdk.services.dynamodb.model.TransactionCanceledException;

/** What the DynamoDB adapters share. */
public final class DynamoDbCalls {

    private static final Pattern TABLE_NAME = Pattern.compile("[A-Za-z0-9_.-]{3,255}");

    private DynamoDbCalls() {}

    /** A table's name from the settings. */
    public static String tableName(Settings settings, String property) {
        return settings.text(property, TABLE_NAME, "must be the name of a DynamoDB table");
    }

    /** Makes one call. A failed condition, of a transaction too, is passed on; every other failure is an {@link UnavailableException}. */
    public static <T> T call(String operation, Supplier<T> call) {
        try {
            return call.get();
        } catch (ConditionalCheckFailedException | TransactionCanceledException e) {
            throw e;
        } catch (SdkException e) {
            throw new UnavailableException("DynamoDB did not answer " + operation, e);
        }
    }
}
