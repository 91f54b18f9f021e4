/** Keysmith's authorizer in front of an API, Keysmith's own or anybody's: its function, its route rules, and what synthesis refuses. */
@NullMarked
package dev.keysmith.aws.guard;

import org.jspecify.annotations.NullMarked;
