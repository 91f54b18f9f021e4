/** What a new deployment needs once: its first secrets and its first key. */
@NullMarked
package dev.keysmith.core.bootstrap;

import org.jspecify.annotations.NullMarked;
