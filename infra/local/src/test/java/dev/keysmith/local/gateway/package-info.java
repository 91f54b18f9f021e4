@NullMarked
package dev.keysmith.local.gateway;

import org.jspecify.annotations.NullMarked;
