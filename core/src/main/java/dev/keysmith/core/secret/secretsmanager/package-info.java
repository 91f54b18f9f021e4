/** Secrets in AWS Secrets Manager. */
@NullMarked
package dev.keysmith.core.secret.secretsmanager;

import org.jspecify.annotations.NullMarked;
