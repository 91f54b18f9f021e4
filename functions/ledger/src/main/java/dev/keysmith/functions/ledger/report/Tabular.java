package dev.keysmith.functions.ledger.report;

/** What a line of a table can show. */
interface Tabular {

    /** Its cells, in the order of the columns. */
    Csv.Row row();
}
