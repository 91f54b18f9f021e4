package dev.keysmith.local.dynamodb;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.amazonaws.services.dynamodbv2.local.monitoring.Telemetry;
import dev.keysmith.blueprint.TableSpec;
import dev.keysmith.local.aws.LocalAws;
import java.io.IOException;
import java.net.InetAddress;
import java.net.NetworkInterface;
import java.net.Socket;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import software.amazon.awssdk.core.exception.SdkClientException;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;
import software.amazon.awssdk.services.dynamodb.model.BillingMode;
import software.amazon.awssdk.services.dynamodb.model.TimeToLiveStatus;

final class DynamoDbServerIT {

    private static final TableSpec TABLE =
            new TableSpec("things", "thing_id", "ttl", List.of(), TableSpec.NEW_AND_OLD_IMAGES);
    private static final Map<String, AttributeValue> ITEM = Map.of("thing_id", AttributeValue.fromS("one"));

    @TempDir
    Path directory;

    private DynamoDbServer server;
    private DynamoDbClient client;

    @BeforeEach
    void start() throws Exception {
        server = new DynamoDbServer(directory.resolve("dynamodb"), 0);
        server.start();
        client = LocalAws.dynamoDb(server.endpoint());
    }

    @AfterEach
    void stop() {
        client.close();
        server.close();
    }

    @Test
    void tableIsOnDemandAndItsItemsExpire() {
        new Tables(client).ensure(TABLE);

        assertThat(client.describeTable(request -> request.tableName("things"))
                        .table()
                        .billingModeSummary()
                        .billingMode())
                .isEqualTo(BillingMode.PAY_PER_REQUEST);
        var ttl = client.describeTimeToLive(request -> request.tableName("things"))
                .timeToLiveDescription();
        assertThat(ttl.timeToLiveStatus()).isEqualTo(TimeToLiveStatus.ENABLED);
        assertThat(ttl.attributeName()).isEqualTo("ttl");
    }

    @Test
    void ensuringAgainKeepsWhatIsThere() {
        new Tables(client).ensure(TABLE);
        put();

        new Tables(client).ensure(TABLE);

        assertThat(get()).isEqualTo(ITEM);
    }

    @Test
    void tableOfAnOlderVersionGetsItsStream() {
        client.createTable(request -> request.tableName("things")
                .billingMode(BillingMode.PAY_PER_REQUEST)
                .attributeDefinitions(
                        attribute -> attribute.attributeName("thing_id").attributeType("S"))
                .keySchema(key -> key.attributeName("thing_id").keyType("HASH")));
        put();

        new Tables(client).ensure(TABLE);

        assertThat(stream()).isEqualTo("NEW_AND_OLD_IMAGES");
        assertThat(get()).isEqualTo(ITEM);
    }

    @Test
    void streamGoesOnAfterAnOutage() throws Exception {
        new Tables(client).ensure(TABLE);
        String arn = client.describeTable(request -> request.tableName("things"))
                .table()
                .latestStreamArn();
        server.stop();
        server.start();

        new Tables(client).ensure(TABLE);

        assertThat(client.describeTable(request -> request.tableName("things"))
                        .table()
                        .latestStreamArn())
                .isEqualTo(arn);
    }

    @Test
    void tableWithAnotherKeyIsNamed() {
        new Tables(client).ensure(TABLE);

        assertThatExceptionOfType(IllegalStateException.class)
                .isThrownBy(() -> new Tables(client)
                        .ensure(new TableSpec("things", "other_id", "ttl", List.of(), TableSpec.NEW_AND_OLD_IMAGES)))
                .withMessageContaining("things")
                .withMessageContaining("--reset");
    }

    @Test
    void dataAndPortSurviveAnOutage() throws Exception {
        new Tables(client).ensure(TABLE);
        put();
        URI endpoint = server.endpoint();

        server.stop();
        assertThatThrownBy(this::get).isInstanceOf(SdkClientException.class);
        server.start();

        assertThat(server.endpoint()).isEqualTo(endpoint);
        assertThat(get()).isEqualTo(ITEM);
        new Tables(client).ensure(TABLE);
        assertThat(client.describeTimeToLive(request -> request.tableName("things"))
                        .timeToLiveDescription()
                        .timeToLiveStatus())
                .isEqualTo(TimeToLiveStatus.ENABLED);
    }

    @Test
    void otherMachinesDoNotReachIt() throws Exception {
        for (NetworkInterface network : NetworkInterface.networkInterfaces().toList()) {
            for (InetAddress address : network.inetAddresses().toList()) {
                if (!address.isLoopbackAddress()) {
                    assertThatThrownBy(
                                    () -> new Socket(address, server.endpoint().getPort()).close())
                            .isInstanceOf(IOException.class);
                }
            }
        }
    }

    @Test
    void telemetryIsNeverSetUp() {
        assertThat(Telemetry.getTelemetry()).isEmpty();
        assertThat(Files.exists(Path.of("dynamodb-local-metadata.json"))).isFalse();
    }

    private String stream() {
        return client.describeTable(request -> request.tableName("things"))
                .table()
                .streamSpecification()
                .streamViewTypeAsString();
    }

    private void put() {
        client.putItem(request -> request.tableName("things").item(ITEM));
    }

    private Map<String, AttributeValue> get() {
        return client.getItem(request -> request.tableName("things").key(ITEM).consistentRead(true))
                .item();
    }
}
