/** The secrets, and their rotation. */
@NullMarked
package dev.keysmith.aws.secret;

import org.jspecify.annotations.NullMarked;
