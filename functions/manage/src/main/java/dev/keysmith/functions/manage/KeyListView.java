package dev.keysmith.functions.manage;

import dev.keysmith.functions.api.key.KeyView;
import io.micronaut.serde.annotation.Serdeable;
import io.micronaut.serde.config.naming.SnakeCaseStrategy;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A page of keys on the wire.
 *
 * @param keys the keys
 * @param nextCursor where the next page begins; null at the end
 */
@Serdeable.Serializable(naming = SnakeCaseStrategy.class)
record KeyListView(List<KeyView> keys, @Nullable String nextCursor) {}
