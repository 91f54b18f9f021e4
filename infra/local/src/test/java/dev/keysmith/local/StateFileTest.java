package dev.keysmith.local;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class StateFileTest {

    private static final ObjectMapper JSON = new ObjectMapper();

    @TempDir
    Path directory;

    @Test
    void tellsHowToReachTheStack() throws Exception {
        write(Map.of("issue", List.of(11L, 12L), "revoke", List.of()));

        assertThat(JSON.readTree(file().toFile())).isEqualTo(JSON.readTree("""
                        {"base_url": "http://127.0.0.1:8080",
                         "admin_key": "ks_live_x",
                         "endpoints": {"dynamodb": "http://127.0.0.1:1", "secrets_manager": "http://127.0.0.1:2"},
                         "tables": {"keys": "keysmith-keys"},
                         "functions": {"issue": [11, 12], "revoke": []}}
                        """));
    }

    @Test
    void onlyItsOwnerReadsIt() throws Exception {
        Files.writeString(file(), "an earlier one that anyone may read");

        write(Map.of());

        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(file())))
                .isEqualTo("rw-------");
    }

    @Test
    void readersNeverMeetHalfAFile() throws Exception {
        write(Map.of());
        CompletableFuture<Void> writing = CompletableFuture.runAsync(() -> {
            for (long id = 0; id < 200; id++) {
                write(Map.of("issue", List.of(id)));
            }
        });

        while (!writing.isDone()) {
            JsonNode state = JSON.readTree(Files.readString(file()));
            assertThat(state.path("functions").isObject()).isTrue();
        }
        writing.join();
        try (var files = Files.list(directory)) {
            assertThat(files).containsExactly(file());
        }
    }

    @Test
    void removingAgainIsNoFault() throws Exception {
        write(Map.of());
        stateFile().remove();
        stateFile().remove();

        assertThat(Files.exists(file())).isFalse();
    }

    private void write(Map<String, List<Long>> processIds) {
        stateFile()
                .write(
                        "http://127.0.0.1:8080",
                        "ks_live_x",
                        Map.of("dynamodb", "http://127.0.0.1:1", "secrets_manager", "http://127.0.0.1:2"),
                        Map.of("keys", "keysmith-keys"),
                        processIds);
    }

    private StateFile stateFile() {
        return new StateFile(file());
    }

    private Path file() {
        return directory.resolve("local.json");
    }
}
