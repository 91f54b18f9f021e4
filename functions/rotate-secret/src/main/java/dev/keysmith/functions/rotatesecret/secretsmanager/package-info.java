/** Versions of secrets in AWS Secrets Manager. */
@NullMarked
package dev.keysmith.functions.rotatesecret.secretsmanager;

import org.jspecify.annotations.NullMarked;
