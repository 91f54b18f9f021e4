/** The function that rotates Keysmith's secrets, called by Secrets Manager step by step. */
@NullMarked
package dev.keysmith.functions.rotatesecret;

import org.jspecify.annotations.NullMarked;
