package dev.keysmith.functions.ledger.database;

import org.postgresql.ds.common.BaseDataSource;

/** What a function wants of its connections besides. */
@FunctionalInterface
public interface ConnectionTuning {

    /** Tunes where connections come from, before the first. */
    void tune(BaseDataSource connections);
}
