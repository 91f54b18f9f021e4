/** The blueprint's functions as Lambda functions, each with a role of its own. */
@NullMarked
package dev.keysmith.aws.function;

import org.jspecify.annotations.NullMarked;
