/** Meters in DynamoDB. */
@NullMarked
package dev.keysmith.core.meter.dynamodb;

import org.jspecify.annotations.NullMarked;
