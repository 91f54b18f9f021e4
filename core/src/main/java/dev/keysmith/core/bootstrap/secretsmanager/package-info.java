/** Values of secrets in AWS Secrets Manager. */
@NullMarked
package dev.keysmith.core.bootstrap.secretsmanager;

import org.jspecify.annotations.NullMarked;
