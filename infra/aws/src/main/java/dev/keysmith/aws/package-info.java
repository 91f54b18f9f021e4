/** Keysmith on AWS: a CDK app, and constructs for other people's apps. */
@NullMarked
package dev.keysmith.aws;

import org.jspecify.annotations.NullMarked;
