@NullMarked
package dev.keysmith.local.lambda;

import org.jspecify.annotations.NullMarked;
