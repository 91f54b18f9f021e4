/** Keysmith's own API. */
@NullMarked
package dev.keysmith.aws.api;

import org.jspecify.annotations.NullMarked;
