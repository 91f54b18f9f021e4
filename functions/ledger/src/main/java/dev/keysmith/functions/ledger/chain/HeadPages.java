package dev.keysmith.functions.ledger.chain;

import dev.keysmith.functions.ledger.store.ChainHead;
import io.micronaut.data.annotation.Query;
import io.micronaut.data.jdbc.annotation.JdbcRepository;
import io.micronaut.data.model.query.builder.sql.Dialect;
import io.micronaut.data.repository.GenericRepository;
import java.util.List;

/** All heads, in the order of key id, page by page. */
@JdbcRepository(dialect = Dialect.POSTGRES)
public interface HeadPages extends GenericRepository<ChainHead, String> {

    /** The first page. */
    @Query("SELECT * FROM chain_head ORDER BY key_id LIMIT 1000")
    List<ChainHead> first();

    /** The page after a key. */
    @Query("SELECT * FROM chain_head WHERE key_id > :keyId ORDER BY key_id LIMIT 1000")
    List<ChainHead> after(String keyId);
}
