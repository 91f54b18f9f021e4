package dev.keysmith.functions.ledger.store;

import io.micronaut.data.annotation.Query;
import io.micronaut.data.jdbc.annotation.JdbcRepository;
import io.micronaut.data.model.query.builder.sql.Dialect;
import io.micronaut.data.repository.GenericRepository;
import java.util.Optional;

/** The ends of the chains. */
@JdbcRepository(dialect = Dialect.POSTGRES)
public interface ChainHeadRepository extends GenericRepository<ChainHead, String> {

    /** A key's head, locked until the transaction ends. */
    @Query("SELECT * FROM chain_head WHERE key_id = :keyId FOR UPDATE")
    Optional<ChainHead> lock(String keyId);

    /** Makes an empty head where there is none. */
    @Query(value = "INSERT INTO chain_head (key_id) VALUES (:keyId) ON CONFLICT DO NOTHING", nativeQuery = true)
    void make(String keyId);

    @Query("""
            UPDATE chain_head SET created_at = :createdAt, epoch = :epoch, version = :version, step = :step,
                epoch_from = :epochFrom, length = :length, link = :link, pending = :pending
            WHERE key_id = :keyId""")
    void update(ChainHead head);
}
