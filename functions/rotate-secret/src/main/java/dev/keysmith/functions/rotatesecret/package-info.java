/**
 * The function that rotates Keysmith's secrets, called by Secrets Manager step by step, and the one that makes their first values,
 * called by each deployment.
 */
@NullMarked
package dev.keysmith.functions.rotatesecret;

import org.jspecify.annotations.NullMarked;
