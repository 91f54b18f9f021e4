/** What tests of the functions share. */
@NullMarked
package dev.keysmith.functions.api.testing;

import org.jspecify.annotations.NullMarked;
