/** What the ledger keeps outside its database: dead letters and checkpoints. */
@NullMarked
package dev.keysmith.functions.ledger.objects;

import org.jspecify.annotations.NullMarked;
