/** The dashboard and the alarms. {@code docs/operations.md} says what each means and what to do. */
@NullMarked
package dev.keysmith.aws.monitoring;

import org.jspecify.annotations.NullMarked;
