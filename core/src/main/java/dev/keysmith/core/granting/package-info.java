/** What a key may be given, and by whom. */
@NullMarked
package dev.keysmith.core.granting;

import org.jspecify.annotations.NullMarked;
