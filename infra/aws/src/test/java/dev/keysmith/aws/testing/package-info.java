/** What tests of CDK code share. */
@NullMarked
package dev.keysmith.aws.testing;

import org.jspecify.annotations.NullMarked;
