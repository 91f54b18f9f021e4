package dev.keysmith.functions.api.key;

import com.fasterxml.jackson.annotation.JsonUnwrapped;
import io.micronaut.serde.annotation.Serdeable;
import io.micronaut.serde.config.naming.SnakeCaseStrategy;

/**
 * A key with a new secret, on the wire.
 *
 * @param key the whole key; it is shown nowhere else
 * @param view its metadata, beside it
 */
@Serdeable.Serializable(naming = SnakeCaseStrategy.class)
public record IssuedKeyView(String key, @JsonUnwrapped KeyView view) {

    @Override
    public String toString() {
        return "IssuedKeyView[" + view.keyId() + "]";
    }
}
