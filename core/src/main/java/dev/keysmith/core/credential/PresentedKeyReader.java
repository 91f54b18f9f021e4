package dev.keysmith.core.credential;

import dev.keysmith.core.key.ApiKeyFormat;
import dev.keysmith.core.key.ImportPatterns;
import dev.keysmith.core.key.KeyDigest;
import dev.keysmith.core.key.KeyHasher;
import dev.keysmith.core.key.PresentedKey;
import jakarta.inject.Singleton;
import java.util.Optional;

/**
 * Sees from a string alone which kind of key it is: one with our prefix is ours or nothing, and any other may be an imported
 * one. No call to DynamoDB.
 */
@Singleton
public final class PresentedKeyReader {

    private final ApiKeyFormat format;
    private final ImportPatterns imports;
    private final KeyHasher hasher;

    public PresentedKeyReader(ApiKeyFormat format, ImportPatterns imports, KeyHasher hasher) {
        this.format = format;
        this.imports = imports;
        this.hasher = hasher;
    }

    /**
     * The key of this text, or empty where its shape or checksum is wrong.
     *
     * @throws dev.keysmith.core.error.UnavailableException where it may be an imported key and the import pepper is out of reach
     */
    public Optional<PresentedKey> read(String text) {
        if (format.claims(text)) {
            return format.parse(text).map(key -> key);
        }
        return imports.match(text) ? Optional.of(hasher.imported(KeyDigest.of(text))) : Optional.empty();
    }
}
