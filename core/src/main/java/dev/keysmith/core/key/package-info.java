/** API keys: their form, their hash, their record and where it is kept. */
@NullMarked
package dev.keysmith.core.key;

import org.jspecify.annotations.NullMarked;
