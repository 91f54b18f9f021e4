/** Owners in DynamoDB. */
@NullMarked
package dev.keysmith.core.owner.dynamodb;

import org.jspecify.annotations.NullMarked;
