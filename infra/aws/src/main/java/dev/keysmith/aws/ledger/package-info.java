/** What invokes the ledger's functions. */
@NullMarked
package dev.keysmith.aws.ledger;

import org.jspecify.annotations.NullMarked;
