/** How this module may be built. */
@NullMarked
package dev.keysmith.aws.architecture;

import org.jspecify.annotations.NullMarked;
