@NullMarked
package dev.keysmith.local.postgresql;

import org.jspecify.annotations.NullMarked;
