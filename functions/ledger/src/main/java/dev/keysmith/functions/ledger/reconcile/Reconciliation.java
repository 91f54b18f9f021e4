package dev.keysmith.functions.ledger.reconcile;

import java.util.List;

/**
 * What was found and done.
 *
 * @param keys how many keys of table and ledger were compared
 * @param reconciled how many {@code reconciled} events were written
 * @param gaps what was found, closed or not; at most 100
 */
public record Reconciliation(long keys, long reconciled, List<Gap> gaps) {

    public Reconciliation {
        gaps = List.copyOf(gaps);
    }
}
