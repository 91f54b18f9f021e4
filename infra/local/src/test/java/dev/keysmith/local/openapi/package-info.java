/** The API's document (docs/openapi.yaml), and what holds exchanges with the running API against it. */
@NullMarked
package dev.keysmith.local.openapi;

import org.jspecify.annotations.NullMarked;
