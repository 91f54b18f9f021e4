package dev.keysmith.core.meter.dynamodb;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.keysmith.core.error.UnavailableException;
import dev.keysmith.core.meter.LeaseOutcome;
import dev.keysmith.core.meter.LeaseRequest;
import dev.keysmith.core.meter.LeaseRequest.BucketStep;
import dev.keysmith.core.meter.MeterId;
import dev.keysmith.core.meter.Meters;
import dev.keysmith.core.meter.MetersContractTest;
import dev.keysmith.core.meter.RandomLeases;
import dev.keysmith.core.meter.SimulatedMeters;
import dev.keysmith.core.testing.Core;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;

final class DynamoDbMetersTest extends MetersContractTest {

    private static final MeterId OTHER = new MeterId("fedcba9876543210");

    private final Core core = new Core();
    private final Meters meters = core.meters;

    @Override
    protected Meters meters() {
        return meters;
    }

    /** What holds for the one, in thousands of schedules, holds for the other. */
    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3})
    void simulationAndDynamoDbAnswerAlike(long seed) {
        SimulatedMeters simulated = new SimulatedMeters();
        RandomLeases leases = new RandomLeases(seed);
        int taken = 0;
        for (int i = 0; i < 300; i++) {
            LeaseRequest request = leases.next(OTHER, simulated.find(OTHER));
            LeaseOutcome expected = simulated.take(request);
            assertThat(meters.take(request)).as("request %d: %s", i, request).isEqualTo(expected);
            taken += expected instanceof LeaseOutcome.Taken ? 1 : 0;
        }
        assertThat(taken).isBetween(20, 280);
    }

    @Test
    void leaseIsOneWriteAndLookingIsOneRead() {
        core.calls.take();

        meters.take(lease("a", 1, new BucketStep.WithoutRate(1)));
        meters.find(OTHER);

        assertThat(core.calls.take()).containsExactly("UpdateItem", "GetItem");
    }

    @Test
    void itemThatIsNotInOrderIsAMalfunction() {
        core.dynamoDb.putItem(put -> put.tableName(core.stateTable)
                .item(Map.of("pk", AttributeValue.fromS("METER#" + OTHER.value()), "rate", AttributeValue.fromS("x"))));

        assertThatThrownBy(() -> meters.find(OTHER)).isInstanceOf(UnavailableException.class);
    }
}
