package dev.keysmith.local.awscalls;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.keysmith.blueprint.TableSpec;
import dev.keysmith.local.aws.LocalAws;
import dev.keysmith.local.dynamodb.DynamoDbServer;
import dev.keysmith.local.dynamodb.Tables;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import software.amazon.awssdk.core.exception.SdkException;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;

final class AwsCallCounterIT {

    private static final Map<String, AttributeValue> ITEM = Map.of("id", AttributeValue.fromS("one"));

    @TempDir
    Path directory;

    @Test
    void callsAreHandedOnAndCountedByOperationAndTable() throws Exception {
        try (DynamoDbServer server = new DynamoDbServer(directory, 0)) {
            server.start();
            try (AwsCallCounter counter = AwsCallCounter.inFrontOf(server.endpoint());
                    DynamoDbClient client = LocalAws.dynamoDb(counter.endpoint())) {
                new Tables(client).ensure(new TableSpec("left", "id", "ttl", List.of(), TableSpec.NEW_AND_OLD_IMAGES));
                new Tables(client).ensure(new TableSpec("right", "id", "ttl", List.of(), TableSpec.NEW_AND_OLD_IMAGES));
                counter.reset();

                client.putItem(request -> request.tableName("left").item(ITEM));
                client.transactWriteItems(request -> request.transactItems(
                        item -> item.put(put -> put.tableName("left").item(ITEM)),
                        item -> item.put(put -> put.tableName("right").item(ITEM))));
                client.getItem(request -> request.tableName("right").key(ITEM));

                assertThat(client.getItem(request -> request.tableName("left").key(ITEM))
                                .item())
                        .isEqualTo(ITEM);
                assertThat(counter.calls())
                        .containsExactly(
                                new AwsCall("local", "PutItem", Set.of("left")),
                                new AwsCall("local", "TransactWriteItems", Set.of("left", "right")),
                                new AwsCall("local", "GetItem", Set.of("right")),
                                new AwsCall("local", "GetItem", Set.of("left")));
                assertThat(counter.count("GetItem")).isEqualTo(2);
                assertThat(counter.count("GetItem", "left")).isEqualTo(1);
            }
        }
    }

    @Test
    void outageBehindItIsAnOutageInFrontOfIt() throws Exception {
        try (DynamoDbServer server = new DynamoDbServer(directory, 0)) {
            server.start();
            try (AwsCallCounter counter = AwsCallCounter.inFrontOf(server.endpoint());
                    DynamoDbClient client = LocalAws.dynamoDb(counter.endpoint())) {
                assertThat(client.listTables().tableNames()).isEmpty();
                server.stop();
                assertThatThrownBy(client::listTables).isInstanceOf(SdkException.class);
                server.start();
                assertThat(client.listTables().tableNames()).isEmpty();
            }
        }
    }
}
