/** Keys in DynamoDB. */
@NullMarked
package dev.keysmith.core.key.dynamodb;

import org.jspecify.annotations.NullMarked;
