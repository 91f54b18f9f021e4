/** All of Keysmith on one machine: its parts put together, and the command that runs them. */
@NullMarked
package dev.keysmith.local;

import org.jspecify.annotations.NullMarked;
