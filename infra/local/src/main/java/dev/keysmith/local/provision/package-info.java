/** What a fresh deployment needs before its first call: secrets, and the first admin key. */
@NullMarked
package dev.keysmith.local.provision;

import org.jspecify.annotations.NullMarked;
