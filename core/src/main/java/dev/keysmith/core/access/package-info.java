/** Who may do what: owners, scopes, roles and limits. */
@NullMarked
package dev.keysmith.core.access;

import org.jspecify.annotations.NullMarked;
