package dev.keysmith.local;

import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class DataLockTest {

    @TempDir
    Path directory;

    @Test
    void secondStackOnTheSameDataIsRefused() throws Exception {
        try (DataLock first = DataLock.acquire(directory)) {
            assertThatExceptionOfType(LocalStackException.class)
                    .isThrownBy(() -> DataLock.acquire(directory))
                    .withMessage("another local stack runs on " + directory + ": stop it first");
        }
    }

    @Test
    void directoryIsFreeAfterTheStack() throws Exception {
        DataLock.acquire(directory).close();

        assertThatCode(() -> DataLock.acquire(directory).close()).doesNotThrowAnyException();
    }
}
