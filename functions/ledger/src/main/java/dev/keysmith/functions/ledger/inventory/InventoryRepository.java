package dev.keysmith.functions.ledger.inventory;

import io.micronaut.data.annotation.Query;
import io.micronaut.data.jdbc.annotation.JdbcRepository;
import io.micronaut.data.model.query.builder.sql.Dialect;
import io.micronaut.data.repository.GenericRepository;
import java.time.Instant;
import java.util.Optional;

/** The keys as they are. What is newer stays, whatever the order in which it comes. */
@JdbcRepository(dialect = Dialect.POSTGRES)
public interface InventoryRepository extends GenericRepository<InventoryRow, String> {

    /** A key. */
    @Query("SELECT * FROM api_key WHERE key_id = :keyId")
    Optional<InventoryRow> find(String keyId);

    /** Takes over a version of a key, unless it is older than what is there. */
    @Query("""
            INSERT INTO api_key (key_id, owner, status, name, role, environment, created_at, expires_at, version, epoch, state,
                expiry_recorded, idle_since)
            VALUES (:keyId, :owner, :status, :name, :role, :environment, :createdAt, :expiresAt, :version, :epoch,
                CAST(:state AS json), :expiryRecorded, :createdAt)
            ON CONFLICT (key_id) DO UPDATE SET
                owner = EXCLUDED.owner, status = EXCLUDED.status, name = EXCLUDED.name, role = EXCLUDED.role,
                environment = EXCLUDED.environment, created_at = EXCLUDED.created_at, expires_at = EXCLUDED.expires_at,
                version = EXCLUDED.version, epoch = EXCLUDED.epoch, state = EXCLUDED.state,
                expiry_recorded = EXCLUDED.expiry_recorded,
                idle_since = GREATEST(EXCLUDED.created_at, api_key.last_used_at)
            WHERE api_key.created_at IS NULL OR (api_key.created_at, api_key.epoch, api_key.version)
                < (EXCLUDED.created_at, EXCLUDED.epoch, EXCLUDED.version)""")
    void upsert(InventoryRow key);

    /** Gives the usage that came before a key's first event its owner. */
    @Query("UPDATE usage_day SET owner = :owner WHERE key_id = :keyId AND owner IS NULL")
    void adoptUsage(String keyId, String owner);

    /** Notes that the expiry of a version is in the ledger. */
    @Query("""
            UPDATE api_key SET expiry_recorded = true
            WHERE key_id = :keyId AND created_at = :createdAt AND version = :version""")
    void recordExpiry(String keyId, Instant createdAt, long version);

    /** Notes that a key's record is gone. */
    @Query("""
            UPDATE api_key SET status = :status
            WHERE key_id = :keyId AND created_at = :createdAt AND version <= :version""")
    void recordEnd(String keyId, Instant createdAt, long version, String status);
}
