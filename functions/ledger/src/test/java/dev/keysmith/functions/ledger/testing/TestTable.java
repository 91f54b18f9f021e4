package dev.keysmith.functions.ledger.testing;

import dev.keysmith.core.testing.AwsCalls;
import dev.keysmith.core.testing.DynamoDbLocal;
import io.micronaut.context.annotation.Bean;
import io.micronaut.context.annotation.Factory;
import io.micronaut.context.annotation.Replaces;
import jakarta.inject.Singleton;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;

/** Points the ledger at the tables in DynamoDB Local. */
@Factory
final class TestTable {

    @Singleton
    @Replaces(DynamoDbClient.class)
    @Bean(preDestroy = "close")
    DynamoDbClient dynamoDb() {
        return DynamoDbLocal.client(new AwsCalls());
    }
}
