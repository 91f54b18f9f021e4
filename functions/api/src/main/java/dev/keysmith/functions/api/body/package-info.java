/** Bodies of requests, read strictly. */
@NullMarked
package dev.keysmith.functions.api.body;

import org.jspecify.annotations.NullMarked;
