/** Queries and conditions of requests. */
@NullMarked
package dev.keysmith.functions.api.query;

import org.jspecify.annotations.NullMarked;
