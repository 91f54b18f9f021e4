/** Objects as files of a folder. */
@NullMarked
package dev.keysmith.functions.ledger.objects.folder;

import org.jspecify.annotations.NullMarked;
