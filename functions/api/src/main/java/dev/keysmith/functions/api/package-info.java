/** What the HTTP functions share: the Lambda handler that each of them is. */
@NullMarked
package dev.keysmith.functions.api;

import org.jspecify.annotations.NullMarked;
