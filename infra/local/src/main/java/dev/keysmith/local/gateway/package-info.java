/** An API Gateway REST API, as it is documented to act, on the loopback interface. */
@NullMarked
package dev.keysmith.local.gateway;

import org.jspecify.annotations.NullMarked;
