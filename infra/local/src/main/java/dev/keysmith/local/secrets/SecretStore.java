package dev.keysmith.local.secrets;

import java.io.IOException;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * The secrets, in memory and in their file. A change that cannot be written is not made.
 * Whoever reads to write, or calls from several threads, holds its monitor.
 */
final class SecretStore {

    private final SecretFile file;
    private final Map<String, Secret> byName = new LinkedHashMap<>();

    SecretStore(SecretFile file) throws IOException {
        this.file = file;
        file.read().forEach(secret -> byName.put(secret.name(), secret));
    }

    Optional<Secret> find(String secretId) {
        return byName.values().stream()
                .filter(secret -> secret.isNamed(secretId))
                .findFirst();
    }

    List<Secret> all() {
        return List.copyOf(byName.values());
    }

    void put(Secret secret) {
        Map<String, Secret> changed = new LinkedHashMap<>(byName);
        changed.put(secret.name(), secret);
        file.write(changed.values());
        byName.put(secret.name(), secret);
    }
}
