/** The rules of the project's structure. */
@NullMarked
package dev.keysmith.local.architecture;

import org.jspecify.annotations.NullMarked;
