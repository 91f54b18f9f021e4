/** Requests as API Gateway hands them over. */
@NullMarked
package dev.keysmith.functions.api.gateway;

import org.jspecify.annotations.NullMarked;
