/** The first values of a new deployment's secrets. */
@NullMarked
package dev.keysmith.signing.bootstrap;

import org.jspecify.annotations.NullMarked;
