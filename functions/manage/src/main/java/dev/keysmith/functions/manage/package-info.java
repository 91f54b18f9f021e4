/** The function that reads keys and tells callers who they are. */
@NullMarked
package dev.keysmith.functions.manage;

import org.jspecify.annotations.NullMarked;
