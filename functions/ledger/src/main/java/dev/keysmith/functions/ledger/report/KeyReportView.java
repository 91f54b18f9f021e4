package dev.keysmith.functions.ledger.report;

import io.micronaut.serde.annotation.Serdeable;
import io.micronaut.serde.config.naming.SnakeCaseStrategy;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A page of a report of keys on the wire.
 *
 * @param nextCursor where the next page begins; null at the end
 */
@Serdeable.Serializable(naming = SnakeCaseStrategy.class)
record KeyReportView(List<Key> keys, @Nullable String nextCursor) {

    static KeyReportView of(ReportPage<Key> page) {
        return new KeyReportView(page.items(), page.next().orElse(null));
    }

    /**
     * A key in a report.
     *
     * @param lastUsedAt null if it was never used
     * @param total how many requests are charged
     */
    @Serdeable.Serializable(naming = SnakeCaseStrategy.class)
    record Key(
            String keyId,
            @Nullable String name,
            String owner,
            @Nullable String role,
            @Nullable String environment,
            @Nullable Instant createdAt,
            Instant expiresAt,
            @Nullable Instant lastUsedAt,
            long total)
            implements Tabular {

        static final List<String> COLUMNS = List.of(
                "key_id", "name", "owner", "role", "environment", "created_at", "expires_at", "last_used_at", "total");

        static Key of(ReportedKey key) {
            return new Key(
                    key.keyId(),
                    key.name(),
                    key.owner(),
                    key.role(),
                    key.environment(),
                    key.createdAt(),
                    key.expiresAt(),
                    key.lastUsedAt(),
                    key.total());
        }

        @Override
        public Csv.Row row() {
            return new Csv.Row()
                    .text(keyId)
                    .text(name)
                    .text(owner)
                    .text(role)
                    .text(environment)
                    .own(createdAt)
                    .own(expiresAt)
                    .own(lastUsedAt)
                    .own(total);
        }
    }
}
