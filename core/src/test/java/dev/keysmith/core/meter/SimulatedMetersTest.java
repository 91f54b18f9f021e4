package dev.keysmith.core.meter;

final class SimulatedMetersTest extends MetersContractTest {

    private final SimulatedMeters meters = new SimulatedMeters();

    @Override
    protected Meters meters() {
        return meters;
    }
}
