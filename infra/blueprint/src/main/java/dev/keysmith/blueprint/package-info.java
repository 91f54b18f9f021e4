/** What is deployed, as plain records: the one place that says which route goes to which function and needs which scopes. */
@NullMarked
package dev.keysmith.blueprint;

import org.jspecify.annotations.NullMarked;
