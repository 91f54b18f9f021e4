/**
 * The Lambda authorizer: the hot path. It runs before every request of somebody's API, so it is a stream handler of its own, with
 * few classes and few beans, and no HTTP server or filter chain.
 */
@NullMarked
package dev.keysmith.authorizer;

import org.jspecify.annotations.NullMarked;
