package dev.keysmith.functions.rotatesecret;

import java.util.Arrays;
import java.util.Optional;

/** The four steps of a rotation, in order. */
enum RotationStep {
    /** Makes the new version's value. */
    CREATE_SECRET("createSecret"),
    /** Makes the new value known to who needs it before it is used. */
    SET_SECRET("setSecret"),
    /** Tests the new value. */
    TEST_SECRET("testSecret"),
    /** Makes the new version the current one. */
    FINISH_SECRET("finishSecret");

    private final String wireName;

    RotationStep(String wireName) {
        this.wireName = wireName;
    }

    static Optional<RotationStep> of(String wireName) {
        return Arrays.stream(values())
                .filter(step -> step.wireName.equals(wireName))
                .findFirst();
    }

    String wireName() {
        return wireName;
    }
}
