package dev.keysmith.functions.issue;

import com.fasterxml.jackson.annotation.JsonUnwrapped;
import dev.keysmith.functions.api.key.KeyView;
import io.micronaut.serde.annotation.Serdeable;
import io.micronaut.serde.config.naming.SnakeCaseStrategy;

/**
 * An issued key on the wire.
 *
 * @param key the whole key; it is shown nowhere else
 * @param view its metadata, beside it
 */
@Serdeable.Serializable(naming = SnakeCaseStrategy.class)
record IssueKeyResponse(String key, @JsonUnwrapped KeyView view) {

    @Override
    public String toString() {
        return "IssueKeyResponse[" + view.keyId() + "]";
    }
}
