/** DynamoDB in this JVM, and the blueprint's tables in it. */
@NullMarked
package dev.keysmith.local.dynamodb;

import org.jspecify.annotations.NullMarked;
