package dev.keysmith.functions.ledger.expiry;

import dev.keysmith.functions.ledger.inventory.InventoryRow;
import io.micronaut.data.annotation.Query;
import io.micronaut.data.jdbc.annotation.JdbcRepository;
import io.micronaut.data.model.query.builder.sql.Dialect;
import io.micronaut.data.repository.GenericRepository;
import java.time.Instant;
import java.util.List;

/** Keys of the inventory that have expired. */
@JdbcRepository(dialect = Dialect.POSTGRES)
public interface ExpiredKeys extends GenericRepository<InventoryRow, String> {

    /** Active keys whose expiry is not in the ledger, in the order of expiry and key id, after this one: a page of them. */
    @Query("""
            SELECT key_id, owner, status, name, role, environment, created_at, expires_at, version, epoch, state, expiry_recorded
            FROM api_key
            WHERE status = 'active' AND NOT expiry_recorded AND expires_at <= :until
                AND (expires_at, key_id) > (:afterExpiresAt, :afterKeyId)
            ORDER BY expires_at, key_id LIMIT 500""")
    List<InventoryRow> find(Instant until, Instant afterExpiresAt, String afterKeyId);
}
