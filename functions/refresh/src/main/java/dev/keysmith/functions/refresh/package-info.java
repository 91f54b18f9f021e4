/** The function that gives keys new secrets, and puts off their expiry. */
@NullMarked
package dev.keysmith.functions.refresh;

import org.jspecify.annotations.NullMarked;
