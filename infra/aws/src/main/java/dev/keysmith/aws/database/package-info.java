/** The ledger's PostgreSQL, and the network that it is in. */
@NullMarked
package dev.keysmith.aws.database;

import org.jspecify.annotations.NullMarked;
