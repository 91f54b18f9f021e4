/** Functions' artifacts, unpacked as Lambda unpacks them. */
@NullMarked
package dev.keysmith.local.artifact;

import org.jspecify.annotations.NullMarked;
