/** The AWS account that the local stack plays in, and where its services are. */
@NullMarked
package dev.keysmith.local.aws;

import org.jspecify.annotations.NullMarked;
