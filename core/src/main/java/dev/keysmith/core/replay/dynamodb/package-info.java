/** Replays in DynamoDB. */
@NullMarked
package dev.keysmith.core.replay.dynamodb;

import org.jspecify.annotations.NullMarked;
