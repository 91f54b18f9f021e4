/** Runs Lambda functions as processes behind the real Lambda Runtime API. */
@NullMarked
package dev.keysmith.local.lambda;

import org.jspecify.annotations.NullMarked;
