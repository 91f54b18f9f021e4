@NullMarked
package dev.keysmith.local.streams;

import org.jspecify.annotations.NullMarked;
