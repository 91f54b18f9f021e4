/** Tokens of IAM for databases of Amazon RDS. */
@NullMarked
package dev.keysmith.functions.ledger.database.rds;

import org.jspecify.annotations.NullMarked;
