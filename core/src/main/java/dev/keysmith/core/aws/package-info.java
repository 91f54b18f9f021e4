/** The AWS SDK's clients. */
@NullMarked
package dev.keysmith.core.aws;

import org.jspecify.annotations.NullMarked;
