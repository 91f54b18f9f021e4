/** The table of keys in DynamoDB. */
@NullMarked
package dev.keysmith.functions.ledger.table.dynamodb;

import org.jspecify.annotations.NullMarked;
