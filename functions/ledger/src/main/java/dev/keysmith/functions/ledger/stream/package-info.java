/** DynamoDB Streams: the batches that Lambda hands over. */
@NullMarked
package dev.keysmith.functions.ledger.stream;

import org.jspecify.annotations.NullMarked;
