package dev.keysmith.functions.issue;

import io.micronaut.core.annotation.Introspected;
import jakarta.validation.ConstraintValidator;
import jakarta.validation.ConstraintValidatorContext;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Holds metadata to {@link MetadataLimit}. */
@Introspected
final class MetadataLimitValidator implements ConstraintValidator<MetadataLimit, Map<String, String>> {

    private static final int MAX_BYTES = 4096;

    @Override
    public boolean isValid(@Nullable Map<String, String> metadata, ConstraintValidatorContext context) {
        if (metadata == null) {
            return true;
        }
        int bytes = metadata.entrySet().stream()
                .mapToInt(entry -> bytes(entry.getKey()) + bytes(entry.getValue()))
                .sum();
        return bytes <= MAX_BYTES && !metadata.containsKey("");
    }

    private static int bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8).length;
    }
}
