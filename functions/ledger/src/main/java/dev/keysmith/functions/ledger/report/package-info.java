/** What people ask of the ledger: its events, and reports of keys and their usage. */
@NullMarked
package dev.keysmith.functions.ledger.report;

import org.jspecify.annotations.NullMarked;
