/** What is stored: tables, and the ledger's files. */
@NullMarked
package dev.keysmith.aws.data;

import org.jspecify.annotations.NullMarked;
