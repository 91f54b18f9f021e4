/** Objects in Amazon S3. */
@NullMarked
package dev.keysmith.functions.ledger.objects.s3;

import org.jspecify.annotations.NullMarked;
