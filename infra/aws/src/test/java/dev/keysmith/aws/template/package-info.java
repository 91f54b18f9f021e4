/** What the synthesized template promises: rules, and for each a change that breaks it. */
@NullMarked
package dev.keysmith.aws.template;

import org.jspecify.annotations.NullMarked;
