/** What keys do, said once more and in few words, and a player that holds a deployment against it. */
@NullMarked
package dev.keysmith.core.testing.model;

import org.jspecify.annotations.NullMarked;
